// Inline assembly to IR, statement by statement: each path carries what is known of its words and of memory, paths that meet
// are joined, functions are expanded where they are called. What has no meaning ends its path as `unsupported`.
import type {
  YulBlock,
  YulExpression,
  YulFunction,
  YulStatement,
  YulTarget,
  YulVariable,
} from '../../frontend/assembly/yul.js';
import type { Span } from '../../frontend/typed-program.js';
import { isAggregate, localValue, number, sameType, TRUE, UINT256 } from '../build.js';
import type { Expression, Local, Statement } from '../ir.js';
import { block, emit, type FunctionLowering, temporary, UnsupportedConstruct } from '../lower-context.js';
import { evaluate, evaluateAll } from './evaluate.js';
import { assignExternal, endBlock } from './externals.js';
import { FREE_POINTER, readWord, START, sameKnown, valueWord, type Word, writeWord } from './memory.js';
import {
  type Arrival,
  type Assembly,
  fixed,
  here,
  joinArrivals,
  type Known,
  type Name,
  numberWord,
  plainLocal,
  refuse,
} from './state.js';
import { isTrue, numberOf } from './word-form.js';
import { isEqual } from './words.js';
import { assignedDeclarations, assignedVariables, writesMemory } from './writes.js';

/** Lowers a block of assembly. `refused` is told of every construct without meaning and emits what stands for it. */
export function lowerAssembly(
  f: FunctionLowering,
  body: YulBlock,
  span: Span,
  refused: (problem: UnsupportedConstruct) => void,
): void {
  const a: Assembly = {
    f,
    assigned: assignedDeclarations(body),
    before: [...f.out],
    refused,
    known: { words: new Map(), memory: START, returned: undefined },
    leave: undefined,
    break: undefined,
    continue: undefined,
    expanding: [],
    slots: new Map(),
  };
  lowerBlock(a, body);
  if (a.known !== undefined) guard(a, () => endBlock(a, span));
}

/** Runs a part of lowering; what is refused ends the path. */
function guard(a: Assembly, lower: () => void): void {
  const { out } = a.f;
  try {
    lower();
  } catch (problem) {
    if (!(problem instanceof UnsupportedConstruct)) throw problem;
    a.f.out = out;
    a.refused(problem);
    a.known = undefined;
  }
}

function lowerBlock(a: Assembly, body: YulBlock): void {
  for (const statement of body.statements) {
    if (a.known === undefined) return;
    guard(a, () => lowerStatement(a, statement));
  }
}

function lowerStatement(a: Assembly, statement: YulStatement): void {
  const { span } = statement;
  switch (statement.kind) {
    case 'block':
      lowerBlock(a, statement);
      return;
    case 'let': {
      const { variables, value } = statement;
      const words =
        value === undefined ? variables.map(() => valueWord(number(0))) : evaluateAll(a, value, expandCall);
      if (a.known === undefined) return;
      variables.forEach((variable, i) => {
        setWord(a, variable, words[i] ?? { kind: 'lost' });
      });
      return;
    }
    case 'assign': {
      const words = evaluateAll(a, statement.value, expandCall);
      if (a.known === undefined) return;
      statement.targets.forEach((target, i) => {
        assign(a, target, words[i] ?? { kind: 'lost' });
      });
      return;
    }
    case 'expression':
      evaluateAll(a, statement.expression, expandCall);
      return;
    case 'if': {
      const condition = conditionWord(a, statement.condition);
      if (condition !== undefined)
        branch(
          a,
          condition,
          () => lowerBlock(a, statement.body),
          () => {},
          span,
        );
      return;
    }
    case 'switch':
      lowerSwitch(a, statement);
      return;
    case 'for':
      lowerFor(a, statement);
      return;
    case 'break':
    case 'continue':
    case 'leave': {
      const exit = a[statement.kind];
      if (exit === undefined) throw new Error(`${statement.kind} leads nowhere`);
      exit.jump(span);
      return;
    }
    default:
      statement satisfies never;
  }
}

function setWord(a: Assembly, name: Name, word: Word): void {
  const known = here(a);
  a.known = { ...known, words: new Map(known.words).set(name, word) };
}

function assign(a: Assembly, target: YulTarget, word: Word): void {
  if (target.kind === 'variable') setWord(a, target.variable, word);
  else assignExternal(a, target, word);
}

/** Whether a word is nonzero; undefined when its evaluation ends the path. */
function conditionWord(a: Assembly, expression: YulExpression): Expression | undefined {
  const word = evaluate(a, expression, expandCall);
  return a.known === undefined ? undefined : isTrue(numberWord(a, word, expression.span));
}

// ------------------------------------------------------------------------------------------------ branches

/** Both sides of a condition, joined; a constant condition leaves one. */
function branch(
  a: Assembly,
  condition: Expression,
  then: () => void,
  otherwise: () => void,
  span: Span,
): void {
  if (condition.kind === 'constant') {
    if (condition.value === true) then();
    else otherwise();
    return;
  }
  const before = here(a);
  const arrivals: Arrival[] = [];
  const side = (lower: () => void): Statement[] => {
    a.known = before;
    const out = block(a.f, lower);
    const { known } = ended(a);
    if (known !== undefined) arrivals.push({ known, out });
    return out;
  };
  const thenOut = side(then);
  const elseOut = side(otherwise);
  // biome-ignore lint/suspicious/noThenProperty: the shape of the IR.
  emit(a.f, { kind: 'if', condition, then: thenOut, else: elseOut, span });
  a.known = joinArrivals(a.f, arrivals, span);
}

/** What is known after a part was lowered (the compiler cannot see that lowering changes it). */
function ended(a: Assembly): { readonly known: Known | undefined } {
  return a;
}

function lowerSwitch(a: Assembly, statement: Extract<YulStatement, { kind: 'switch' }>): void {
  const { span, cases, otherwise } = statement;
  const word = evaluate(a, statement.value, expandCall);
  if (a.known === undefined) return;
  const value = fixed(a, numberWord(a, word, span), span);
  const from = (index: number): void => {
    const next = cases[index];
    if (next === undefined) {
      if (otherwise !== undefined) lowerBlock(a, otherwise);
      return;
    }
    const condition = isTrue(isEqual(value, number(next.value)));
    branch(
      a,
      condition,
      () => lowerBlock(a, next.body),
      () => from(index + 1),
      span,
    );
  };
  from(0);
}

// ------------------------------------------------------------------------------------------------- functions

/** Calls within calls are expanded this deep. */
const MAXIMUM_EXPANSION = 24;

/** Expands a call: parameters get the operands, `leave` goes to the end of the body. */
function expandCall(
  a: Assembly,
  expression: Extract<YulExpression, { kind: 'call' }>,
  operands: readonly Word[],
): readonly Word[] {
  const { function: called, span } = expression;
  if (a.expanding.includes(called)) refuse(`recursion of ${called.name}`, span);
  if (a.expanding.length >= MAXIMUM_EXPANSION) refuse('functions nested too deeply', span);
  const outer = here(a);
  const words = new Map<Name, Word>(outer.words);
  called.parameters.forEach((parameter, i) => {
    words.set(parameter, operands[i] ?? { kind: 'lost' });
  });
  for (const result of called.results) words.set(result, valueWord(number(0)));
  a.known = { ...outer, words };
  runBody(a, called, span);
  const after = ended(a).known;
  return after === undefined
    ? []
    : called.results.map((result) => after.words.get(result) ?? { kind: 'lost' });
}

function runBody(a: Assembly, called: YulFunction, span: Span): void {
  const arrivals: Arrival[] = [];
  const around = { leave: a.leave, break: a.break, continue: a.continue };
  a.leave = jumpTo(a, 'return', arrivals);
  a.break = undefined;
  a.continue = undefined;
  a.expanding.push(called);
  let body: Statement[] = [];
  try {
    body = block(a.f, () => lowerBlock(a, called.body));
  } finally {
    a.expanding.pop();
    Object.assign(a, around);
  }
  const { known } = ended(a);
  const leaves = arrivals.length > 0;
  if (known !== undefined) arrivals.push({ known, out: body });
  a.known = joinArrivals(a.f, arrivals, span);
  if (leaves) emit(a.f, { kind: 'scope', body, span });
  else for (const statement of body) emit(a.f, statement);
}

function jumpTo(a: Assembly, kind: 'return' | 'break' | 'continue', arrivals: Arrival[]): Assembly['leave'] {
  return {
    jump: (span) => {
      emit(a.f, { kind, span });
      arrivals.push({ known: here(a), out: a.f.out });
      a.known = undefined;
    },
  };
}

// ----------------------------------------------------------------------------------------------------- loops

/** A variable that a loop changes: its word lives in a local that every iteration reads anew. */
interface Carried {
  readonly name: YulVariable;
  readonly local: Local;
  readonly before: Word;
}

function lowerFor(a: Assembly, loop: Extract<YulStatement, { kind: 'for' }>): void {
  const { span } = loop;
  lowerBlock(a, loop.initial);
  if (a.known === undefined) return;
  const before = here(a);
  for (const id of assignedDeclarations(loop)) {
    const local = a.f.locals.get(id);
    const reference = local === undefined || local.type.kind === 'bytes' || isAggregate(local.type);
    if (reference && local?.holds !== 'storage') refuse('a loop that assigns a variable in memory', span);
  }
  const carried: Carried[] = [];
  for (const variable of assignedVariables(loop)) {
    const word = before.words.get(variable);
    if (word !== undefined)
      carried.push({ name: variable, local: plainLocal(a.f, variable.name), before: word });
  }
  // Memory that the loop writes is unknown in it; the free pointer has to stay where it is.
  const pointer = readWord(before.memory.scratch, FREE_POINTER);
  const head: Known = {
    ...before,
    memory: writesMemory(loop)
      ? {
          ...before.memory,
          scratch:
            pointer === undefined
              ? []
              : writeWord(writeWord([], FREE_POINTER, pointer), 0x60n, valueWord(number(0))),
          free: [],
        }
      : before.memory,
    returned: undefined,
  };
  for (const c of carried) store(a, c, c.before, span);
  const backward: Arrival[] = [];
  const exits: Arrival[] = [];
  let condition: Expression | undefined;
  a.known = head;
  const setup = block(a.f, () => {
    reload(a, carried, span);
    condition = conditionWord(a, loop.condition);
  });
  const tested = ended(a).known;
  if (condition === undefined || tested === undefined) {
    for (const statement of setup) emit(a.f, statement);
    return;
  }
  // What holds when the condition fails: the carried locals are as they were at the head.
  exits.push({ known: tested, out: [] });
  const around = { leave: a.leave, break: a.break, continue: a.continue };
  a.break = carriedJump(a, 'break', carried, exits);
  a.continue = carriedJump(a, 'continue', carried, backward);
  // Leaving a function from inside a loop needs nothing: its words are joined where it ends.
  let body: Statement[] = [];
  try {
    body = block(a.f, () => {
      lowerBlock(a, loop.body);
      if (a.known === undefined) return;
      for (const c of carried) store(a, c, wordOfName(a, c.name), span);
      backward.push({ known: here(a), out: a.f.out });
    });
  } finally {
    Object.assign(a, around);
  }
  a.known = backward.length === 0 ? undefined : meetAtHead(a, head, backward, span);
  const update = block(a.f, () => {
    if (a.known === undefined) return;
    reload(a, carried, span);
    lowerBlock(a, loop.update);
    if (a.known === undefined) return;
    const end = here(a);
    requirePointer(head, end, span);
    for (const c of carried) store(a, c, wordOfName(a, c.name), span);
  });
  emit(a.f, {
    kind: 'loop',
    id: `${a.f.loopOwner}#assembly@${loop.span.start}`,
    setup,
    condition: condition ?? TRUE,
    body,
    update,
    checkFirst: true,
    span,
  });
  for (const exit of exits) requirePointer(head, exit.known, span);
  a.known = { ...head, words: before.words };
  reload(a, carried, span);
}

function wordOfName(a: Assembly, name: Name): Word {
  return here(a).words.get(name) ?? { kind: 'lost' };
}

/** Puts a word into the local of its variable; an address is kept as its distance. */
function store(a: Assembly, carried: Carried, word: Word, span: Span): void {
  const { before, local } = carried;
  if (before.kind === 'lost') return;
  const sameKind =
    word.kind === before.kind &&
    (word.kind !== 'pointer' || before.kind !== 'pointer' || sameKnown(anywhere(word), anywhere(before)));
  if (!sameKind) refuse(`a loop that makes ${carried.name.name} an address of something else`, span);
  const value = word.kind === 'value' ? word.expression : word.kind === 'pointer' ? word.offset : number(0);
  if (!sameType(value.type, UINT256)) throw new Error('a word that is no number');
  emit(a.f, { kind: 'assign', local, value, span });
}

function anywhere(word: Word): Word {
  return word.kind === 'pointer' ? { ...word, offset: number(0) } : word;
}

/** Reads the locals of carried variables into temporaries, so that all change at once at the end of an iteration. */
function reload(a: Assembly, carried: readonly Carried[], span: Span): void {
  for (const { name, local, before } of carried) {
    if (before.kind === 'lost') continue;
    const copy = temporary(a.f, UINT256, 'value');
    emit(a.f, { kind: 'assign', local: copy, value: localValue(local), span });
    const value = localValue(copy);
    setWord(a, name, before.kind === 'value' ? valueWord(value) : { ...before, offset: value });
  }
}

function carriedJump(
  a: Assembly,
  kind: 'break' | 'continue',
  carried: readonly Carried[],
  arrivals: Arrival[],
): Assembly['break'] {
  return {
    jump: (span) => {
      for (const c of carried) store(a, c, wordOfName(a, c.name), span);
      arrivals.push({ known: here(a), out: a.f.out });
      emit(a.f, { kind, span });
      a.known = undefined;
    },
  };
}

/** What holds before the update: as at the head, for each part of the body may have been run. */
function meetAtHead(a: Assembly, head: Known, arrivals: readonly Arrival[], span: Span): Known {
  for (const { known } of arrivals) requirePointer(head, known, span);
  const ruined = arrivals.some(({ known }) => known.memory.ruined);
  if (ruined && !head.memory.ruined) refuse('a loop that writes memory that may be anything', span);
  a.known = head;
  return head;
}

function requirePointer(head: Known, end: Known, span: Span): void {
  const [first, last] = [head, end].map((k) => readWord(k.memory.scratch, FREE_POINTER));
  const same = first !== undefined && last !== undefined && sameKnown(first, last);
  const zero = readWord(end.memory.scratch, 0x60n);
  const clean = zero?.kind === 'value' && numberOf(zero.expression) === 0n;
  if ((first !== undefined && !same) || !clean || (end.memory.ruined && !head.memory.ruined))
    refuse('a loop that moves the free pointer or writes memory that may be anything', span);
}
