// Functions with their modifiers, constructors in Solidity's order, and getters of public variables.
import type {
  ContractDeclaration,
  FunctionDeclaration,
  ModifierInvocation,
  Span,
  Expression as TypedExpression,
  VariableDeclaration,
} from '../frontend/typed-program.js';
import { less, localValue, number, UINT256 } from './build.js';
import { checkedIn, linearizationOf, resolveModifier } from './dispatch.js';
import type { Expression, FunctionId, IrFunction, IrType, Local } from './ir.js';
import { assign, initialize } from './lower-assignment.js';
import { functionName } from './lower-call.js';
import {
  block,
  type ContractLowering,
  emit,
  expressionOf,
  type FunctionLowering,
  holdsOfIr,
  inOrder,
  irType,
  lengthOf,
  newFunction,
  require,
  type StoragePlace,
  unsupported,
  type Value,
} from './lower-context.js';
import { stateVariable, stepInto, storageValue } from './lower-place.js';
import { declareLocal, guarded, lowerStatement, numberLoops } from './lower-statement.js';

/** Lowers one implementation with its modifiers inlined. */
export function lowerFunction(
  context: ContractLowering,
  id: FunctionId,
  declaration: FunctionDeclaration,
): IrFunction {
  const f = newFunction(context, loopPrefix(context, declaration));
  const { span } = declaration;
  f.checked = checkedIn(context, declaration.contract, span.file);
  let parameters: readonly Local[] = [];
  guarded(f, () => {
    parameters = declaration.parameters.map((p, i) => declareLocal(f, p, p.name === '' ? `_${i}` : p.name));
    f.results = declareResults(f, declaration);
    lowerModifiers(f, declaration.modifiers, () => lowerBody(f, declaration));
  });
  return { id, name: functionName(context, declaration), parameters, results: f.results, body: f.out, span };
}

/** `Contract.function`, with the parameter types where the name is overloaded in its contract. */
function loopPrefix(context: ContractLowering, declaration: FunctionDeclaration): string {
  const name = functionName(context, declaration);
  const siblings = context.program.contracts.find((c) => c.id === declaration.contract)?.functions ?? [];
  const overloaded = siblings.filter((s) => s.name === declaration.name).length > 1;
  const types = declaration.parameters.map((p) => context.types.abiName(p.type)).join(',');
  return overloaded ? `${name}(${types})` : name;
}

/** Result variables; those in memory start as fresh zero objects. */
function declareResults(f: FunctionLowering, declaration: FunctionDeclaration): readonly Local[] {
  const several = declaration.returns.length > 1;
  return declaration.returns.map((variable, i) => {
    const name = variable.name === '' ? (several ? `result${i}` : 'result') : variable.name;
    const local = declareLocal(f, variable, name);
    if (local.holds === 'memory') emit(f, initialize(local, variable.span));
    return local;
  });
}

function lowerBody(f: FunctionLowering, declaration: FunctionDeclaration): void {
  if (declaration.body === undefined) {
    unsupported('MODEL105', `the function ${declaration.name} without implementation`, declaration.span);
  }
  f.checked = checkedIn(f.contract, declaration.contract, declaration.span.file);
  f.loopOwner = f.name;
  f.placeholder = undefined;
  numberLoops(f, declaration.body);
  lowerStatement(f, declaration.body);
}

/**
 * Inlines modifiers around a body: the arguments of a modifier are evaluated when it is entered, `_` is a scope that `return`
 * leaves. As in the legacy code generator, parameters and results are shared by all runs of `_`.
 */
function lowerModifiers(
  f: FunctionLowering,
  invocations: readonly ModifierInvocation[],
  body: () => void,
): void {
  const modifiers = invocations.filter((invocation) => invocation.targetKind === 'modifier');
  const enter = (index: number): void => {
    const invocation = modifiers[index];
    if (invocation === undefined) {
      body();
      return;
    }
    const modifier = resolveModifier(f.contract, invocation);
    if (modifier?.body === undefined) {
      unsupported('MODEL105', 'a modifier without implementation', invocation.span);
    }
    const values = evaluate(f, invocation.arguments, invocation.span);
    bindParameters(f, modifier.parameters, values, invocation.span, `${modifier.name}.`);
    const outer = { checked: f.checked, loopOwner: f.loopOwner, placeholder: f.placeholder };
    const span = invocation.span;
    f.checked = checkedIn(f.contract, modifier.contract, modifier.span.file);
    f.loopOwner = `${f.name}/${modifier.name}`;
    f.placeholder = () => {
      const inside = {
        checked: f.checked,
        loopOwner: f.loopOwner,
        placeholder: f.placeholder,
        locals: f.locals,
      };
      Object.assign(f, outer, { locals: new Map(f.locals) });
      const statements = block(f, () => {
        guarded(f, () => enter(index + 1));
      });
      Object.assign(f, inside);
      emit(f, { kind: 'scope', body: statements, span });
    };
    numberLoops(f, modifier.body);
    lowerStatement(f, modifier.body);
    Object.assign(f, outer);
  };
  enter(0);
}

function evaluate(f: FunctionLowering, args: readonly TypedExpression[], span: Span): readonly Value[] {
  return inOrder(
    f,
    span,
    args.map((part) => () => f.contract.parts.expression(f, part)),
  );
}

/** Gives parameters their values; the prefix tells them from the variables of the function they are inlined into. */
function bindParameters(
  f: FunctionLowering,
  parameters: readonly VariableDeclaration[],
  values: readonly Value[],
  span: Span,
  prefix: string,
): void {
  parameters.forEach((parameter, i) => {
    const operand = values[i];
    if (operand === undefined) throw new Error('an argument is missing');
    assign(f, { kind: 'local', local: declareLocal(f, parameter, prefix + parameter.name) }, operand, span);
  });
}

// --------------------------------------------------------------------------------------------- construction

/**
 * The creation of a contract, in the order of solc's legacy code generator (its default): the initial values of all state
 * variables, most base-like contract first; then base constructor arguments from the most derived contract down; then the
 * constructor bodies, most base-like first. Via-IR interleaves initial values with the constructor bodies; `lowerContract`
 * warns when a contract can tell the difference.
 */
export function lowerConstructor(context: ContractLowering, id: FunctionId): IrFunction {
  const { contract } = context;
  const f = newFunction(context, `${contract.name}.constructor`);
  const own = constructorOf(contract);
  let parameters: readonly Local[] = [];
  guarded(f, () => {
    parameters = (own?.parameters ?? []).map((p, i) => declareLocal(f, p, p.name === '' ? `_${i}` : p.name));
    const chain = linearizationOf(context);
    for (const base of [...chain].reverse()) initializeVariables(f, base);
    construct(f, chain, 0);
  });
  return {
    id,
    name: `${contract.name}.constructor`,
    parameters,
    results: [],
    body: f.out,
    span: own?.span ?? contract.span,
  };
}

/** The constructor of a contract itself. */
export function constructorOf(contract: ContractDeclaration): FunctionDeclaration | undefined {
  return contract.functions.find((declaration) => declaration.functionKind === 'constructor');
}

function initializeVariables(f: FunctionLowering, contract: ContractDeclaration): void {
  f.checked = contract.checkedArithmetic;
  for (const variable of contract.stateVariables) {
    const { initializer, span } = variable;
    if (initializer === undefined || variable.mutability === 'constant') continue;
    guarded(f, () => {
      const source = f.contract.parts.expression(f, initializer);
      assign(f, { kind: 'place', place: stateVariable(f, variable.id, span) }, source, span);
    });
  }
}

/** Runs the constructors of the linearization from `index` on; the parameters of that constructor are bound already. */
function construct(f: FunctionLowering, chain: readonly ContractDeclaration[], index: number): void {
  const contract = chain[index];
  if (contract === undefined) return;
  const next = chain.findIndex((base, i) => i > index && constructorOf(base) !== undefined);
  const base = next < 0 ? undefined : chain[next];
  if (base !== undefined) {
    const declaration = constructorOf(base);
    const given = baseArguments(chain, base);
    if (declaration !== undefined && declaration.parameters.length > 0) {
      if (given === undefined) {
        unsupported('MODEL105', `the constructor of ${base.name} without arguments`, contract.span);
      }
      f.checked = given.by.checkedArithmetic;
      bindParameters(
        f,
        declaration.parameters,
        evaluate(f, given.arguments, given.span),
        given.span,
        `${base.name}.`,
      );
    }
    construct(f, chain, next);
  }
  const own = constructorOf(contract);
  if (own?.body === undefined) return;
  const { locals } = f;
  const body = block(f, () => {
    guarded(f, () => {
      f.locals = new Map(locals);
      f.checked = contract.checkedArithmetic;
      f.name = `${contract.name}.constructor`;
      lowerModifiers(f, own.modifiers, () => lowerBody(f, own));
    });
  });
  f.locals = locals;
  if (body.length > 0) emit(f, { kind: 'scope', body, span: own.span });
}

/** The arguments for a base constructor: in an inheritance list, or on a constructor, of some contract of the chain. */
function baseArguments(chain: readonly ContractDeclaration[], base: ContractDeclaration) {
  for (const by of chain) {
    const listed = by.bases.find((b) => b.base === base.id && b.arguments !== undefined);
    if (listed?.arguments !== undefined && listed.arguments.length > 0) {
      return { by, arguments: listed.arguments, span: listed.span };
    }
    const invoked = constructorOf(by)?.modifiers.find(
      (m) => m.targetKind === 'baseConstructor' && m.target === base.id,
    );
    if (invoked !== undefined) return { by, arguments: invoked.arguments, span: invoked.span };
  }
  return undefined;
}

// --------------------------------------------------------------------------------------------------- getters

/** The getter of a public state variable and its ABI signature. */
export function lowerGetter(
  context: ContractLowering,
  id: FunctionId,
  owner: ContractDeclaration,
  variable: VariableDeclaration,
): { readonly function: IrFunction; readonly signature: string } {
  const f = newFunction(context, id);
  const { span } = variable;
  const parameters: Local[] = [];
  const types: string[] = [];
  let { type } = variable;
  // The parameter types are those of the ABI even when the body turns out to be unsupported.
  while (type.kind === 'mapping' || type.kind === 'array') {
    types.push(type.kind === 'mapping' ? context.types.abiName(type.key) : 'uint256');
    type = type.kind === 'mapping' ? type.value : type.element;
  }
  guarded(f, () => {
    if (variable.mutability === 'constant') {
      f.checked = owner.checkedArithmetic;
      if (variable.initializer === undefined)
        return unsupported('MODEL109', 'a constant without value', span);
      if (types.length > 0) return unsupported('MODEL109', 'a constant array', span);
      const initial = expressionOf(f, context.parts.expression(f, variable.initializer), span);
      returnValues(f, [{ name: 'result', type: irType(f, variable.type, span), value: initial }], span);
      return;
    }
    const place = getterPlace(f, stateVariable(f, variable.id, span), parameters, span);
    const { type: reached } = place;
    if (reached.kind !== 'struct') {
      returnValues(
        f,
        [{ name: 'result', type: reached, value: expressionOf(f, storageValue(place), span) }],
        span,
      );
      return;
    }
    const members = reached.fields
      .filter((field) => field.type.kind !== 'mapping' && field.type.kind !== 'array')
      .map((field) => {
        const member = stepInto(place, { kind: 'field', name: field.name }, field.type);
        return { name: field.name, type: field.type, value: expressionOf(f, storageValue(member), span) };
      });
    returnValues(f, members, span);
  });
  return {
    function: {
      id,
      name: `${owner.name}.${variable.name}`,
      parameters,
      results: f.results,
      body: f.out,
      span,
    },
    signature: `${variable.name}(${types.join(',')})`,
  };
}

/** Follows mappings and arrays with a parameter each; an index out of bounds reverts without data. */
function getterPlace(f: FunctionLowering, root: StoragePlace, parameters: Local[], span: Span): StoragePlace {
  let place = root;
  for (let n = 0; ; n++) {
    const { type } = place;
    if (type.kind !== 'mapping' && type.kind !== 'array') return place;
    const local: Local = {
      name: `key${n}`,
      type: type.kind === 'mapping' ? type.key : UINT256,
      holds: 'value',
    };
    parameters.push(local);
    const key = localValue(local);
    if (type.kind === 'mapping') {
      place = stepInto(place, { kind: 'key', key }, type.value);
    } else {
      const length = type.length === undefined ? lengthOf({ kind: 'storage', place }) : number(type.length);
      require(f, less(key, length), { kind: 'empty' }, span);
      place = stepInto(place, { kind: 'element', index: key }, type.element);
    }
  }
}

function returnValues(
  f: FunctionLowering,
  values: readonly { readonly name: string; readonly type: IrType; readonly value: Expression }[],
  span: Span,
): void {
  f.results = values.map(({ name, type }) => ({ name, type, holds: holdsOfIr(type) }));
  f.results.forEach((local, i) => {
    const entry = values[i];
    if (entry !== undefined) emit(f, { kind: 'assign', local, value: entry.value, span });
  });
}
