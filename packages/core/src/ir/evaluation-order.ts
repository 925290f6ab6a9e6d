// Warns about operands whose order of evaluation matters: solc leaves it open, and its two code generators differ.
import type { Call, Span, Expression as TypedExpression } from '../frontend/typed-program.js';
import type { DeclId } from '../frontend/types.js';
import { type ContractLowering, type FunctionLowering, report } from './lower-context.js';
import { typedOperands } from './typed-walk.js';

/** What evaluating an expression may look at and change: local variables by declaration, and everything else as one. */
interface Footprint {
  readonly reads: Set<DeclId>;
  readonly writes: Set<DeclId>;
  readsWorld: boolean;
  writesWorld: boolean;
}

/** Reports MODEL122 when one operand may change what the other one reads or changes. */
export function reportOperandOrder(
  f: FunctionLowering,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): void {
  const a = footprint(f.contract, left);
  const b = footprint(f.contract, right);
  if (!interferes(a, b) && !interferes(b, a)) return;
  report(
    f.contract,
    'MODEL122',
    'the operands depend on the order they are evaluated in: the model follows solc by default, right before left (via-IR differs)',
    span,
  );
}

/** Whether the writer may change something that the other one reads or writes. */
function interferes(writer: Footprint, other: Footprint): boolean {
  if (writer.writesWorld && (other.readsWorld || other.writesWorld)) return true;
  return [...writer.writes].some((id) => other.reads.has(id) || other.writes.has(id));
}

function footprint(context: ContractLowering, expression: TypedExpression): Footprint {
  const found: Footprint = { reads: new Set(), writes: new Set(), readsWorld: false, writesWorld: false };
  const target = (e: TypedExpression): void => {
    if (e.kind === 'variable' && isLocal(context, e.declaration)) found.writes.add(e.declaration);
    else if (e.kind === 'tuple') for (const c of e.components) if (c !== undefined) target(c);
    if (e.kind !== 'variable' && e.kind !== 'tuple') found.writesWorld = true;
    if (e.kind === 'variable' && !isLocal(context, e.declaration)) found.writesWorld = true;
  };
  const look = (e: TypedExpression): void => {
    if (e.kind === 'variable') {
      const declaration = context.program.declarations.get(e.declaration);
      if (isLocal(context, e.declaration)) found.reads.add(e.declaration);
      else if (declaration?.kind === 'variable' && declaration.mutability !== 'constant')
        found.readsWorld = true;
      return;
    }
    if (e.kind === 'index' || e.kind === 'field') found.readsWorld = true;
    if (e.kind === 'builtinMember' && e.name.startsWith('address.')) found.readsWorld = true;
    if (e.kind === 'assign') target(e.left);
    if (e.kind === 'unary' && /\+\+|--|delete/.test(e.operator)) target(e.operand);
    if (e.kind === 'call') lookAtCall(context, e.call, found);
    for (const inner of typedOperands(e)) look(inner);
  };
  look(expression);
  return found;
}

function isLocal(context: ContractLowering, id: DeclId): boolean {
  const declaration = context.program.declarations.get(id);
  return declaration?.kind === 'variable' && ['parameter', 'return', 'local'].includes(declaration.role);
}

/** Calls of pure functions do nothing to others, of view functions they look at the world, of the rest anything. */
function lookAtCall(context: ContractLowering, call: Call, found: Footprint): void {
  const mutability = mutabilityOf(context, call);
  if (mutability === 'pure') return;
  found.readsWorld = true;
  if (mutability !== 'view') found.writesWorld = true;
}

function mutabilityOf(context: ContractLowering, call: Call): string {
  switch (call.kind) {
    case 'internal': {
      const declaration = context.program.declarations.get(call.function);
      return declaration?.kind === 'function' ? declaration.mutability : 'nonpayable';
    }
    case 'internalValue':
    case 'externalValue':
      return call.functionType.mutability;
    case 'external':
      return call.mutability;
    case 'builtin':
      return /^(array\.|selfdestruct|address\.(call|delegatecall|transfer|send))/.test(call.name)
        ? 'nonpayable'
        : 'pure';
    case 'new':
      return 'nonpayable';
    case 'structConstructor':
    case 'errorValue':
    case 'newArray':
      return 'pure';
    default:
      return call satisfies never;
  }
}
