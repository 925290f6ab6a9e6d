// Calls of small functions that are nothing but assembly, with a constant among their arguments: they are expanded where they
// are called, so that a slot given as an argument is known there (`StorageSlot.getAddressSlot(SLOT)` and its like).
import type { FunctionDeclaration, Span } from '../../frontend/typed-program.js';
import { localValue } from '../build.js';
import type { Local } from '../ir.js';
import { assign, initialize } from '../lower-assignment.js';
import {
  emit,
  type FunctionLowering,
  holdsOf,
  irType,
  type UnsupportedConstruct,
  type Value,
  valueOfLocal,
} from '../lower-context.js';
import { lowerAssembly } from './lower-assembly.js';
import { instructionsOf } from './writes.js';

/** Instructions after which a call does not come back to the function. */
const LEAVING = ['return', 'stop', 'selfdestruct'];

/** The results of a call that is expanded; undefined when it is called like any other. */
export function inlineAssemblyCall(
  f: FunctionLowering,
  declaration: FunctionDeclaration,
  operands: readonly Value[],
  span: Span,
  refused: (problem: UnsupportedConstruct) => void,
): Value | undefined {
  const { body } = declaration;
  const only = body?.kind === 'block' && body.statements.length === 1 ? body.statements[0] : undefined;
  if (only?.kind !== 'assembly' || declaration.modifiers.length > 0) return undefined;
  if (!operands.some(isConstantWord)) return undefined;
  const instructions = instructionsOf(only.body);
  if (LEAVING.some((name) => instructions.has(name))) return undefined;
  const declare = (variable: FunctionDeclaration['parameters'][number]): Local => {
    const local: Local = {
      name: `${declaration.name}.${variable.name === '' ? '_' : variable.name}`,
      type: irType(f, variable.type, variable.span),
      holds: holdsOf(variable.type),
    };
    f.locals.set(variable.id, local);
    return local;
  };
  declaration.parameters.forEach((parameter, i) => {
    const operand = operands[i];
    if (operand === undefined) throw new Error('an argument is missing');
    assign(f, { kind: 'local', local: declare(parameter) }, operand, span);
  });
  const results = declaration.returns.map((variable) => {
    const local = declare(variable);
    if (local.holds !== 'storage') emit(f, initialize(local, span));
    return local;
  });
  lowerAssembly(f, only.body, only.span, refused);
  const values = results.map(
    (local): Value =>
      local.holds === 'storage' ? valueOfLocal(local) : { kind: 'value', expression: localValue(local) },
  );
  const [single] = values;
  return values.length === 1 && single !== undefined ? single : { kind: 'tuple', components: values };
}

function isConstantWord(operand: Value): boolean {
  return (
    operand.kind === 'value' &&
    operand.expression.kind === 'constant' &&
    typeof operand.expression.value === 'bigint'
  );
}
