// Spec expressions as terms over symbolic states. Arithmetic is exact; a partial expression (index out of bounds,
// division by zero, a view call that reverts) carries the condition under which it is defined.
import { BOOL, BYTES, INT, type Sort, type Symbol_, type Term } from '@surety/solvers';
import { GHOST, type SpecExpression, type SpecType, type SpecVariable } from '@surety/spec-lang';
import { power } from '../encode/arithmetic.js';
import { ACCEPTS_ETHER, IS_EOA } from '../encode/functions.js';
import { leavesOf } from '../encode/leaves.js';
import { inRangeTerm, isScalar, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { flowVariable } from '../symbolic/ether-flow.js';
import { evaluate } from '../symbolic/evaluate.js';
import { lengthOfArray, readElement, readField } from '../symbolic/memory.js';
import { isPointer, type State, type StoragePath } from '../symbolic/state.js';
import { extendPointer, readStorage } from '../symbolic/storage.js';
import { type Frame, noEffects, type World } from '../symbolic/world.js';
import { arraySum, isOfContents } from './array-sums.js';
import { askedValue, asksOutside } from './asked.js';
import { countShape } from './counts.js';
import { addressInSlot } from './named-slots.js';
import { type Evaluated, type InMemory, instanceOf, SpecLimit, type SpecScope } from './scope.js';
import { sumShape } from './sums.js';
import { callForObject, callView } from './view-call.js';
import { visitExpression } from './visit-spec.js';

export { instanceOf };

/** Evaluates an expression in a scope. Throws SpecLimit for what cannot be expressed. */
export function evaluateSpec(scope: SpecScope, expression: SpecExpression): Evaluated {
  const { world } = scope;
  const { bank } = world;
  const total = (term: Term): Evaluated => ({ term, defined: bank.true_ });
  switch (expression.kind) {
    case 'literal':
      return total(literalTerm(world, expression.value));
    case 'variable': {
      const term = scope.variables.get(expression.variable);
      if (term === undefined && isComposite(expression.variable.type))
        throw new SpecLimit(`the whole of ${expression.variable.name} as a value`);
      if (term === undefined) throw new Error(`spec variable ${expression.variable.name} has no value`);
      return total(term);
    }
    case 'enumMember':
      return total(bank.int(BigInt(expression.index)));
    case 'state':
    case 'index':
    case 'field':
      return readLocated(scope, expression);
    case 'length':
      return lengthOf(scope, expression.base);
    case 'environment':
      return total(environmentTerm(scope, expression.name));
    case 'instance':
      return total(instanceOf(world, expression.contract).address);
    case 'blockMember': {
      const block = scope.blocks.get(expression.block);
      if (block === undefined) throw new Error(`block ${expression.block.name} has no value`);
      return total(block[expression.member]);
    }
    case 'calls': {
      const call = scope.blocks.get(expression.block);
      if (call === undefined) throw new Error(`call ${expression.block.name} has no value`);
      return total(call.calls(expression.function.signature));
    }
    case 'loopLocal': {
      const term = scope.loopLocals?.get(expression.name);
      if (term === undefined)
        throw new SpecLimit(`the local ${expression.name} of a loop, which is not one value`);
      return total(term);
    }
    case 'balance': {
      const address = evaluateSpec(scope, expression.address);
      return { ...address, term: bank.select(scope.state.balances, address.term) };
    }
    case 'unary': {
      const operand = evaluateSpec(scope, expression.operand);
      return {
        ...operand,
        term: expression.operator === '!' ? bank.not(operand.term) : bank.neg(operand.term),
      };
    }
    case 'binary':
      return evaluateBinary(scope, expression);
    case 'conditional': {
      const condition = evaluateSpec(scope, expression.condition);
      const then = evaluateSpec(scope, expression.then);
      const otherwise = evaluateSpec(scope, expression.else);
      return {
        term: bank.ite(condition.term, then.term, otherwise.term),
        defined: bank.and(condition.defined, bank.ite(condition.term, then.defined, otherwise.defined)),
      };
    }
    case 'old':
      return evaluateSpec(atOld(scope), expression.operand);
    case 'initial':
      return evaluateSpec(atInitial(scope, expression), expression.operand);
    case 'inState':
      return evaluateSpec(atSaved(scope, expression), expression.operand);
    case 'same': {
      const other = expression.state === undefined ? scope.old : savedState(scope, expression.state);
      return total(sameStorage(scope, expression.contract, expression.variable, other));
    }
    case 'etherFlow':
      return etherFlow(scope, expression);
    case 'quantifier': {
      const bound = expression.variables.map(
        (variable) => bank.fresh(variable.name, specSort(variable.type as SpecType)) as Symbol_,
      );
      const variables = new Map(scope.variables);
      for (const [i, variable] of expression.variables.entries()) variables.set(variable, bound[i] as Term);
      const ranges = bank.and(
        ...expression.variables.map((variable, i) =>
          specRange(world, bound[i] as Term, variable.type as SpecType),
        ),
      );
      const body = evaluateSpec({ ...scope, variables }, expression.body);
      const defined = bank.forall(bound, bank.implies(ranges, body.defined));
      return expression.quantifier === 'forall'
        ? { term: bank.forall(bound, bank.implies(ranges, body.term)), defined }
        : { term: bank.exists(bound, bank.and(ranges, body.term)), defined };
    }
    case 'count':
    case 'sum': {
      if (isOfContents(expression))
        return arraySum(scope, expression, { evaluate: evaluateSpec, locate, readMemory });
      const shape = expression.kind === 'sum' ? sumShape(expression) : countShape(expression);
      const sum = world.sums.find((s) => s.id === shape.id);
      const contents = sum === undefined ? undefined : scope.state.totals.get(sum.id);
      if (contents === undefined) throw new SpecLimit('a total that is not kept');
      if (sum?.weight !== undefined && sum.weight(world, zeroOf(bank, sum.leaf.type)) !== bank.int(0n))
        throw new SpecLimit('a count whose condition may hold of entries that were never written');
      const keys = shape.kept.map((key) => evaluateSpec(scope, key));
      return {
        term: keys.reduce((t, key) => bank.select(t, key.term), contents),
        defined: bank.and(...keys.map((k) => k.defined)),
      };
    }
    case 'call':
      return callView(scope, expression, evaluateSpec);
    case 'ask':
      return askedValue(scope, expression, { evaluate: evaluateSpec, irType: specIrType, sort: specSort });
    case 'isEoa': {
      const address = evaluateSpec(scope, expression.address);
      return { ...address, term: bank.call(IS_EOA, [address.term]) };
    }
    case 'acceptsEther': {
      const address = evaluateSpec(scope, expression.address);
      return { ...address, term: bank.call(ACCEPTS_ETHER, [address.term]) };
    }
    case 'defined':
      // Itself a condition with a value in every state.
      return total(evaluateSpec(scope, expression.operand).defined);
    case 'min':
    case 'max': {
      const args = expression.arguments.map((a) => evaluateSpec(scope, a));
      const pick = (a: Term, b: Term): Term =>
        expression.kind === 'min' ? bank.ite(bank.le(a, b), a, b) : bank.ite(bank.le(a, b), b, a);
      return { term: args.map((a) => a.term).reduce(pick), defined: bank.and(...args.map((a) => a.defined)) };
    }
    case 'outcome': {
      if (scope.succeeded === undefined) throw new Error('outcome without a call');
      return total(expression.outcome === 'succeeded' ? scope.succeeded : bank.not(scope.succeeded));
    }
    default:
      return expression satisfies never;
  }
}

/** Sort of a spec variable. */
export function specSort(type: SpecType): Sort {
  switch (type.kind) {
    case 'bool':
      return BOOL;
    case 'int':
    case 'integer':
    case 'address':
    case 'contract':
    case 'enum':
    case 'fixedBytes':
      return INT;
    case 'bytes':
    case 'string':
      return BYTES;
    default:
      throw new SpecLimit(`a variable of type ${type.kind} in a specification`);
  }
}

/** The IR type whose range a spec value has; undefined for `int`. */
export function specIrType(type: SpecType): IrType | undefined {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'integer':
      return { kind: 'int', signed: type.signed, bits: type.bits };
    case 'address':
    case 'contract':
      return { kind: 'address' };
    case 'enum':
      return { kind: 'enum', name: type.name, members: type.members };
    case 'fixedBytes':
      return { kind: 'fixedBytes', size: type.size };
    case 'bytes':
    case 'string':
      return { kind: 'bytes', text: type.kind === 'string' };
    case 'int':
      return undefined;
    default:
      throw new SpecLimit(`a value of type ${type.kind} in a specification`);
  }
}

/** Range fact of a spec variable's type. */
export function specRange(world: World, term: Term, type: SpecType): Term {
  const irType = specIrType(type);
  return irType === undefined ? world.bank.true_ : inRangeTerm(world.bank, term, irType);
}

function literalTerm(world: World, value: bigint | boolean | string): Term {
  if (typeof value === 'boolean') return world.bank.bool(value);
  if (typeof value === 'bigint') return world.bank.int(value);
  return world.bank.bytes(Buffer.from(value, 'utf8').toString('hex'));
}

/** Whether values of a type are objects with parts. */
function isComposite({ kind }: SpecVariable['type']): boolean {
  return kind === 'struct' || kind === 'array';
}

function atOld(scope: SpecScope): SpecScope {
  return { ...scope, state: scope.old, moment: scope.oldMoment };
}

function atInitial(scope: SpecScope, { operand }: Extract<SpecExpression, { kind: 'initial' }>): SpecScope {
  return { ...scope, state: initialState(scope, operand), moment: undefined };
}

function atSaved(scope: SpecScope, { state }: Extract<SpecExpression, { kind: 'inState' }>): SpecScope {
  return { ...scope, state: savedState(scope, state), moment: undefined };
}

function savedState(scope: SpecScope, name: string): State {
  const state = scope.saved.get(name);
  if (state === undefined) throw new Error(`no saved state ${name}`);
  return state;
}

function initialState(scope: SpecScope, operand: SpecExpression): State {
  const { world, self } = scope;
  const { initial } = world;
  if (initial === undefined) throw new SpecLimit('the state after deployment');
  if (asksOutside(operand)) throw new SpecLimit('what a contract outside answered after deployment');
  // Each contract is deployed at its own moment: of the others nothing is said to be as it was then.
  if (world.instances.length > 1)
    visitExpression(operand, (e) => {
      const other =
        e.kind === 'state' &&
        e.contract !== self.alias &&
        !(e.contract === GHOST && self === world.instances[0]);
      if (other || e.kind === 'balance' || e.kind === 'etherFlow' || e.kind === 'call')
        throw new SpecLimit('`init` of more than variables of its own contract, of several');
    });
  return initial;
}

type EnvironmentName = Extract<SpecExpression, { readonly kind: 'environment' }>['name'];

function environmentTerm(scope: SpecScope, name: EnvironmentName): Term {
  if (name === 'this') return scope.self.address;
  // Where no transaction is in sight, the block is that of whoever looks.
  const block = scope.transaction ?? scope.observer;
  const term = {
    sender: scope.transaction?.sender,
    value: scope.transaction?.value,
    origin: scope.transaction?.origin,
    'block.timestamp': block?.timestamp,
    'block.number': block?.number,
  }[name];
  if (term === undefined) throw new Error(`${name} outside a transaction`);
  return term;
}

// ------------------------------------------------------------------------------------------------- storage paths

export interface Located {
  /** The state in which the path is read: `old(m)[a]` reads the old one. */
  readonly state: State;
  readonly path: StoragePath;
  readonly type: IrType;
  readonly defined: Term;
}

/** The storage place that a path expression denotes. Throws SpecLimit for anything else. */
export function locate(scope: SpecScope, expression: SpecExpression): Located {
  const { bank } = scope.world;
  switch (expression.kind) {
    case 'state': {
      const instance = instanceOf(scope.world, expression.contract);
      const { name, declaredIn, slot } = expression.variable;
      const variable =
        instance.contract.variables.find((v) => v.name === name && v.declaredIn === declaredIn) ??
        instance.contract.variables.find((v) => v.name === name);
      if (variable === undefined) throw new SpecLimit(`the value of the constant ${name}`);
      const path: StoragePath = {
        kind: 'path',
        instance: instance.index,
        prefix: `${instance.alias}/${variable.id}`,
        keys: [],
      };
      if (slot !== undefined) {
        const { suffix, type } = addressInSlot(variable);
        const inside = { ...path, prefix: path.prefix + suffix };
        return { state: scope.state, path: inside, type, defined: bank.true_ };
      }
      return { state: scope.state, path, type: variable.type, defined: bank.true_ };
    }
    case 'index': {
      const base = locate(scope, expression.base);
      const index = evaluateSpec(scope, expression.index);
      const path = extendPointer(base.path, '[]', index.term) as StoragePath;
      if (base.type.kind === 'mapping')
        return {
          state: base.state,
          path,
          type: base.type.value,
          defined: bank.and(base.defined, index.defined),
        };
      if (base.type.kind !== 'array') throw new SpecLimit(`indexing ${base.type.kind}`);
      const length =
        base.type.length === undefined
          ? readStorage(scope.world, base.state, extendPointer(base.path, '.length'))
          : bank.int(base.type.length);
      const inside = bank.and(bank.le(bank.int(0n), index.term), bank.lt(index.term, length));
      return {
        state: base.state,
        path,
        type: base.type.element,
        defined: bank.and(base.defined, index.defined, inside),
      };
    }
    case 'field': {
      const base = locate(scope, expression.base);
      const field =
        base.type.kind === 'struct' ? base.type.fields.find((f) => f.name === expression.field) : undefined;
      if (field === undefined) throw new SpecLimit(`field ${expression.field}`);
      return {
        state: base.state,
        path: extendPointer(base.path, `.${field.name}`) as StoragePath,
        type: field.type,
        defined: base.defined,
      };
    }
    case 'loopLocal': {
      const object = scope.loopObjects?.get(expression.name);
      if (object === undefined || object.value.kind !== 'path')
        throw new SpecLimit(`the local ${expression.name} as part of a storage path`);
      return { state: scope.state, path: object.value, type: object.type, defined: bank.true_ };
    }
    case 'old':
      return locate({ ...scope, state: scope.old }, expression.operand);
    case 'initial':
      return locate({ ...scope, state: initialState(scope, expression.operand) }, expression.operand);
    case 'inState':
      return locate({ ...scope, state: savedState(scope, expression.state) }, expression.operand);
    default:
      throw new SpecLimit('this expression as part of a storage path');
  }
}

/** An expression that leads into memory: through a local of a loop, an argument or a result; undefined for any other. */
function readMemory(scope: SpecScope, expression: SpecExpression): InMemory | undefined {
  const { world } = scope;
  const { bank } = world;
  if (expression.kind === 'loopLocal') {
    const object = scope.loopObjects?.get(expression.name);
    if (object === undefined || isPointer(object.value)) return undefined;
    return { term: object.value, type: object.type, state: scope.state, defined: bank.true_ };
  }
  if (expression.kind === 'variable') {
    const object = scope.objects?.get(expression.variable);
    return object === undefined ? undefined : { ...object, term: object.reference, defined: bank.true_ };
  }
  if (expression.kind === 'call' && isComposite(expression.type))
    return callForObject(scope, expression, evaluateSpec);
  if (expression.kind === 'old') return readMemory(atOld(scope), expression.operand);
  if (expression.kind === 'initial') return readMemory(atInitial(scope, expression), expression.operand);
  if (expression.kind === 'inState') return readMemory(atSaved(scope, expression), expression.operand);
  if (expression.kind !== 'index' && expression.kind !== 'field') return undefined;
  const base = readMemory(scope, expression.base);
  if (base === undefined) return undefined;
  const { type, state } = base;
  if (expression.kind === 'field') {
    const field = type.kind === 'struct' ? type.fields.find((f) => f.name === expression.field) : undefined;
    if (field === undefined) throw new SpecLimit(`field ${expression.field}`);
    return {
      ...base,
      term: readField(world, state, type, base.term, field.name, field.type),
      type: field.type,
    };
  }
  if (type.kind !== 'array') throw new SpecLimit(`indexing ${type.kind}`);
  const index = evaluateSpec(scope, expression.index);
  const length = lengthOfArray(world, state, type, base.term);
  return {
    term: readElement(world, state, type, base.term, index.term),
    type: type.element,
    state,
    defined: bank.and(
      base.defined,
      index.defined,
      bank.le(bank.int(0n), index.term),
      bank.lt(index.term, length),
    ),
  };
}

function readLocated(scope: SpecScope, expression: SpecExpression): Evaluated {
  const inMemory = readMemory(scope, expression);
  if (inMemory !== undefined) {
    if (!isScalar(inMemory.type)) throw new SpecLimit(`a whole ${inMemory.type.kind} as a value`);
    return inMemory;
  }
  if (expression.kind === 'state' && expression.variable.mutability === 'constant') {
    const { name, declaredIn } = expression.variable;
    const isParameter = instanceOf(scope.world, expression.contract).contract.variables.some(
      (v) => v.name === name && v.declaredIn === declaredIn,
    );
    if (!isParameter) return readConstant(scope, expression);
  }
  const { state, path, type, defined } = locate(scope, expression);
  if (!isScalar(type)) throw new SpecLimit(`a whole ${type.kind} as a value`);
  return { term: readStorage(scope.world, state, path), defined };
}

function readConstant(scope: SpecScope, expression: Extract<SpecExpression, { kind: 'state' }>): Evaluated {
  const { world, state } = scope;
  const instance = instanceOf(world, expression.contract);
  const { name, declaredIn, location } = expression.variable;
  const constant = instance.contract.constants?.find((c) => c.name === name && c.declaredIn === declaredIn);
  if (constant === undefined) throw new SpecLimit(`the value of the constant ${name}`);
  const zero = world.bank.int(0n);
  const frame: Frame = {
    world,
    instance,
    sender: zero,
    value: zero,
    transaction: { origin: zero, timestamp: zero, number: zero },
    effects: noEffects(),
    stack: [],
    readonly: true,
    unknownCode: scope.unknownCode,
  };
  const span = { file: 0, start: location.start, end: location.end };
  return { term: evaluate({ frame, state, span }, constant.value), defined: world.bank.true_ };
}

function lengthOf(scope: SpecScope, base: SpecExpression): Evaluated {
  const inMemory = readMemory(scope, base);
  if (inMemory !== undefined) {
    const { state, type, term, defined } = inMemory;
    return { term: lengthOfArray(scope.world, state, type, term), defined };
  }
  const { state, path, type, defined } = locate(scope, base);
  if (type.kind !== 'array') throw new SpecLimit(`length of ${type.kind}`);
  if (type.length !== undefined) return { term: scope.world.bank.int(type.length), defined };
  return { term: readStorage(scope.world, state, extendPointer(path, '.length')), defined };
}

/** Whether a state variable, or all storage of a contract, is as in another state. */
function sameStorage(
  scope: SpecScope,
  alias: string,
  wanted: { readonly name: string; readonly declaredIn: string } | undefined,
  other: State,
): Term {
  const instance = instanceOf(scope.world, alias);
  const variables = instance.contract.variables.filter((v) =>
    wanted === undefined
      ? v.mutability === 'mutable'
      : v.name === wanted.name && v.declaredIn === wanted.declaredIn,
  );
  if (variables.length === 0 && wanted !== undefined) throw new SpecLimit(`the constant ${wanted.name}`);
  const leaves = variables.flatMap((v) => leavesOf(`${alias}/${v.id}`, v.type, v.id));
  return scope.world.bank.and(
    ...leaves.map((leaf) =>
      scope.world.bank.eq(scope.state.storage.get(leaf.key) as Term, other.storage.get(leaf.key) as Term),
    ),
  );
}

/** Ether that an instance sent to or received from someone, or anyone, so far. */
function etherFlow(scope: SpecScope, expression: Extract<SpecExpression, { kind: 'etherFlow' }>): Evaluated {
  const { bank } = scope.world;
  const { contract, direction, counterpart } = expression;
  const prefix = `${GHOST}/${flowVariable(contract, direction, counterpart === undefined)}`;
  const read = (key: string): Term => {
    const term = scope.state.storage.get(key);
    if (term === undefined) throw new Error(`the flow ${key} is not recorded`);
    return term;
  };
  if (counterpart === undefined) return { term: read(prefix), defined: bank.true_ };
  const address = evaluateSpec(scope, counterpart);
  return { ...address, term: bank.select(read(`${prefix}[]`), address.term) };
}

// ----------------------------------------------------------------------------------------------------- operators

function evaluateBinary(
  scope: SpecScope,
  expression: Extract<SpecExpression, { kind: 'binary' }>,
): Evaluated {
  const { bank } = scope.world;
  const left = evaluateSpec(scope, expression.left);
  const right = evaluateSpec(scope, expression.right);
  const [a, b] = [left.term, right.term];
  const both = bank.and(left.defined, right.defined);
  const nonzero = (): Term => bank.and(both, bank.not(bank.eq(b, bank.int(0n))));
  switch (expression.operator) {
    case '+':
      return { term: bank.add(a, b), defined: both };
    case '-':
      return { term: bank.sub(a, b), defined: both };
    case '*':
      return { term: bank.mul(a, b), defined: both };
    case '/':
      return { term: floorDivision(scope, a, b), defined: nonzero() };
    case '%':
      return { term: bank.sub(a, bank.mul(b, floorDivision(scope, a, b))), defined: nonzero() };
    case '**':
      return { term: power(bank, a, b), defined: bank.and(both, bank.le(bank.int(0n), b)) };
    case '<':
      return { term: bank.lt(a, b), defined: both };
    case '<=':
      return { term: bank.le(a, b), defined: both };
    case '>':
      return { term: bank.lt(b, a), defined: both };
    case '>=':
      return { term: bank.le(b, a), defined: both };
    case '==':
      return { term: bank.eq(a, b), defined: both };
    case '!=':
      return { term: bank.not(bank.eq(a, b)), defined: both };
    // The right side counts only where the left side does not decide.
    case '&&':
    case '=>':
      return {
        term: expression.operator === '&&' ? bank.and(a, b) : bank.implies(a, b),
        defined: bank.and(left.defined, bank.implies(a, right.defined)),
      };
    case '||':
      return { term: bank.or(a, b), defined: bank.and(left.defined, bank.or(a, right.defined)) };
    default:
      return expression.operator satisfies never;
  }
}

/** Floor division from the Euclidean one of SMT-LIB: they differ for negative divisors. */
function floorDivision(scope: SpecScope, a: Term, b: Term): Term {
  const { bank } = scope.world;
  if (b.kind === 'literal' && typeof b.value === 'bigint' && b.value > 0n) return bank.div(a, b);
  return bank.ite(bank.lt(bank.int(0n), b), bank.div(a, b), bank.div(bank.neg(a), bank.neg(b)));
}
