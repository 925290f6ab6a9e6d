// The declarations of a file, one function each; what is planned and not supported is recognized by its keyword.
import { suggestName } from '../diagnostics/suggest.js';
import type {
  Declaration,
  DeclarationForm,
  FunctionClause,
  FunctionDeclaration,
  FunctionReference,
  InvariantDeclaration,
  LemmaReference,
  Name,
  Quoted,
  RuleDeclaration,
  TypeName,
} from './ast.js';
import {
  accept,
  advance,
  at,
  atDeclaration,
  type Cursor,
  describe,
  expect,
  expectName,
  peek,
  previous,
  recover,
  remark,
  report,
  takeComments,
  takeCommentsHere,
  unexpected,
} from './cursor.js';
import {
  missing,
  parseArguments,
  parseExpression,
  parseParameters,
  parseTypeName,
} from './parse-expression.js';
import { parseStatements } from './parse-rule.js';

/** Keywords of planned declarations, with how a message shows them. */
const planned: ReadonlyMap<string, string> = new Map([
  ['only', 'only … may …'],
  ['can', 'can …'],
  ['possible', 'possible …'],
  ['ghost', 'ghost …'],
  ['after', 'after … { … }'],
  ['on', 'on change …'],
  ['trust', 'trust … returns …'],
  ['loop', 'loop … invariant …'],
  ['parameter', 'parameter … in …'],
  ['region', 'region … over …'],
]);

const parsers: ReadonlyMap<string, (cursor: Cursor) => DeclarationForm> = new Map<
  string,
  (cursor: Cursor) => DeclarationForm
>([
  ['contract', parseContract],
  ['import', parseImport],
  ['link', parseLink],
  ['assume', parseAssume],
  ['unroll', parseUnroll],
  ['invariant', parseInvariant],
  ['function', parseFunction],
  ['rule', parseRule],
]);

/** One declaration; undefined when none begins here, which is reported. Always moves on unless at the end. */
export function parseDeclaration(cursor: Cursor): Declaration | undefined {
  const first = peek(cursor);
  const before = cursor.diagnostics.length;
  const { position } = cursor;
  const parse = first.kind === 'word' ? parsers.get(first.text) : undefined;
  let form: DeclarationForm;
  if (parse !== undefined) {
    form = parse(cursor);
  } else if (first.kind === 'word' && planned.has(first.text)) {
    form = parsePlanned(cursor, `'${planned.get(first.text)}'`);
  } else {
    report(
      cursor,
      'SPEC104',
      first,
      `expected a declaration, found ${describe(first)}`,
      suggestName(first.text, [...parsers.keys(), ...planned.keys()]),
    );
    advance(cursor);
    recover(cursor, 'declaration');
    return undefined;
  }
  const { end } = previous(cursor);
  if (cursor.panicking) recover(cursor, 'declaration');
  return {
    ...form,
    ...takeComments(cursor, position),
    broken: cursor.diagnostics.length > before,
    start: first.start,
    end,
  };
}

/** Passes a planned declaration; `can` and `possible` may have statements before the one that ends them. */
function parsePlanned(cursor: Cursor, construct: string): DeclarationForm {
  const from = cursor.position;
  const { start, text } = advance(cursor);
  recover(cursor, 'unsupported');
  if (text === 'can' || text === 'possible') {
    const passed = (): boolean =>
      cursor.tokens.slice(from, cursor.position).some((token) => token.text === 'reaches');
    while (!passed() && peek(cursor).kind !== 'end' && !atDeclaration(cursor, true))
      recover(cursor, 'unsupported');
  }
  const assigned = cursor.tokens
    .slice(from, cursor.position)
    .findIndex((token) => token.text === '=' || token.text === ';');
  const declares = text === 'ghost' && assigned > 1 ? cursor.tokens[from + assigned - 1]?.text : undefined;
  remark(cursor, 'SPEC900', { start, end: previous(cursor).end }, `${construct} is not supported yet`);
  return { kind: 'unsupported', construct, declares };
}

function parseContract(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const alias = expectName(cursor, 'the name of a contract');
  const contract = accept(cursor, '=') ? expectName(cursor, "the name of a contract after '='") : alias;
  const from = accept(cursor, 'from')
    ? expectQuoted(cursor, "the path of a Solidity file after 'from'")
    : undefined;
  expect(cursor, ';', from === undefined ? "or 'from' after the contract" : 'after the path');
  return { kind: 'contract', alias, contract, from };
}

function parseImport(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const from = expectQuoted(cursor, 'the path of a .surety file');
  expect(cursor, ';', 'after the path');
  return { kind: 'import', from };
}

function parseLink(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const contract = expectName(cursor, 'the name of a contract');
  expect(cursor, '.', 'and a state variable after the contract');
  const variable = expectName(cursor, 'the name of a state variable');
  expect(cursor, 'to', 'and a contract after the variable');
  const target = expectName(cursor, "the name of a contract after 'to'");
  expect(cursor, ';', 'after the link');
  return { kind: 'link', contract, variable, target };
}

function expectQuoted(cursor: Cursor, what: string): Quoted {
  const token = peek(cursor);
  if (token.kind !== 'string') {
    unexpected(cursor, what);
    return { text: '', start: token.start, end: token.start };
  }
  advance(cursor);
  return { text: token.text, start: token.start, end: token.end };
}

/** Of the assumptions, `x is EOA` and conditions are supported; models and limits of other contracts are not yet. */
function parseAssume(cursor: Cursor): DeclarationForm {
  if (at(cursor, 'exact', 1) && at(cursor, 'division', 2))
    return parsePlanned(cursor, "'assume exact division'");
  const { start } = advance(cursor);
  const condition = parseExpression(cursor);
  const planned_ = at(cursor, 'moves')
    ? "'assume … moves …'"
    : at(cursor, 'accepts')
      ? "'assume … accepts ether'"
      : condition.kind === 'is' && condition.what.text !== 'EOA' && condition.what.text !== ''
        ? `'assume … is ${condition.what.text}'`
        : condition.kind === 'range' &&
            condition.subject.kind === 'call' &&
            condition.subject.callee.kind === 'member'
          ? "'assume … in … .. …' about another contract"
          : undefined;
  if (planned_ !== undefined && !cursor.panicking) {
    recover(cursor, 'unsupported');
    remark(cursor, 'SPEC900', { start, end: previous(cursor).end }, `${planned_} is not supported yet`);
    return { kind: 'unsupported', construct: planned_, declares: undefined };
  }
  expect(cursor, ';', 'after the assumption');
  return { kind: 'assume', condition };
}

function parseUnroll(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const bound = parseExpression(cursor);
  expect(cursor, ';', 'after the bound');
  return { kind: 'unroll', bound };
}

/** `supply` or `Token.supply`. */
function parseClaimName(
  cursor: Cursor,
  what: string,
): { readonly contract: Name | undefined; readonly name: Name } {
  const first = expectName(cursor, what);
  if (!accept(cursor, '.')) return { contract: undefined, name: first };
  return { contract: first, name: expectName(cursor, `${what} after '.'`) };
}

function parseInvariant(cursor: Cursor): InvariantDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the invariant');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  expect(cursor, ':', 'after the name of the invariant');
  const condition = parseExpression(cursor);
  const using: LemmaReference[] = [];
  const except: FunctionReference[] = [];
  for (;;) {
    if (at(cursor, 'using')) using.push(...parseUsing(cursor));
    else if (accept(cursor, 'except')) {
      do except.push(parseFunctionReference(cursor));
      while (accept(cursor, ','));
    } else if (at(cursor, 'preserved')) {
      parsePreserved(cursor);
    } else break;
  }
  if (previous(cursor).text !== '}') expect(cursor, ';', 'after the invariant');
  else accept(cursor, ';');
  return { kind: 'invariant', contract, name, parameters, condition, using, except };
}

/** `preserved by f(…) { … }`, passed over. */
function parsePreserved(cursor: Cursor): void {
  const { start } = advance(cursor);
  while (peek(cursor).kind !== 'end' && !at(cursor, '{') && !at(cursor, ';')) advance(cursor);
  if (at(cursor, '{')) {
    let depth = 0;
    do {
      if (at(cursor, '{')) depth++;
      if (at(cursor, '}')) depth--;
      advance(cursor);
    } while (depth > 0 && peek(cursor).kind !== 'end');
  }
  remark(cursor, 'SPEC900', { start, end: previous(cursor).end }, "'preserved by …' is not supported yet");
}

function parseUsing(cursor: Cursor): readonly LemmaReference[] {
  advance(cursor);
  const items: LemmaReference[] = [];
  do {
    const { contract, name } = parseClaimName(cursor, 'the name of an invariant');
    const start = contract?.start ?? name.start;
    const whole: Name = {
      text: contract === undefined ? name.text : `${contract.text}.${name.text}`,
      start,
      end: name.end,
    };
    const opening = peek(cursor);
    const values = accept(cursor, '(') ? parseArguments(cursor, opening) : undefined;
    items.push({ name: whole, arguments: values, start, end: previous(cursor).end });
  } while (accept(cursor, ','));
  return items;
}

function parseFunctionReference(cursor: Cursor): FunctionReference {
  const name = expectName(cursor, "the name of a function after 'except'");
  const opening = peek(cursor);
  if (!accept(cursor, '(')) return { name, types: undefined, start: name.start, end: name.end };
  const types: TypeName[] = [];
  if (!at(cursor, ')')) {
    do types.push(parseTypeName(cursor));
    while (accept(cursor, ','));
  }
  expect(cursor, ')', 'after the parameter types', opening);
  return { name, types, start: name.start, end: previous(cursor).end };
}

function parseFunction(cursor: Cursor): FunctionDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the function');
  const parameters = parseParameters(cursor, 'after the name of the function');
  const results = accept(cursor, 'returns') ? parseParameters(cursor, "after 'returns'") : [];
  const opening = peek(cursor);
  expect(cursor, '{', 'and clauses after the function');
  const clauses: FunctionClause[] = [];
  while (
    !at(cursor, '}') &&
    peek(cursor).kind !== 'end' &&
    !cursor.panicking &&
    !atDeclaration(cursor, true)
  ) {
    clauses.push(parseClause(cursor));
  }
  const close = peek(cursor);
  const comments = takeCommentsHere(cursor);
  expect(cursor, '}', 'after the clauses', opening);
  return {
    kind: 'function',
    contract,
    name,
    parameters,
    results,
    clauses,
    close: { start: close.start, end: close.end, comments },
  };
}

function parseClause(cursor: Cursor): FunctionClause {
  const first = peek(cursor);
  const before = cursor.diagnostics.length;
  const { position } = cursor;
  const form = parseClauseForm(cursor);
  if (form.kind !== 'unsupported') expect(cursor, ';', 'after the clause');
  const { end } = previous(cursor);
  if (cursor.panicking) recover(cursor, 'statement');
  if (cursor.position === position) advance(cursor);
  const broken = cursor.diagnostics.length > before;
  return { ...form, ...takeComments(cursor, position), start: first.start, end, broken } as FunctionClause;
}

type ClauseForm =
  | {
      readonly kind: 'revertsIf' | 'succeedsIf' | 'ensures';
      readonly label: Name | undefined;
      readonly condition: ReturnType<typeof missing>;
    }
  | { readonly kind: 'using'; readonly items: readonly LemmaReference[] }
  | { readonly kind: 'unsupported'; readonly construct: string };

const clauseWords = ['reverts if', 'succeeds if', 'ensures', 'using', 'changes', 'emits'] as const;

function parseClauseForm(cursor: Cursor): ClauseForm {
  const first = peek(cursor);
  if (first.text === 'reverts' || first.text === 'succeeds') {
    advance(cursor);
    expect(cursor, 'if', `after '${first.text}'`);
    return parseCondition(cursor, first.text === 'reverts' ? 'revertsIf' : 'succeedsIf');
  }
  if (accept(cursor, 'ensures')) return parseCondition(cursor, 'ensures');
  if (at(cursor, 'using')) return { kind: 'using', items: parseUsing(cursor) };
  if (at(cursor, 'changes') || at(cursor, 'emits')) {
    const construct = `'${advance(cursor).text} …'`;
    recover(cursor, 'statement');
    remark(
      cursor,
      'SPEC900',
      { start: first.start, end: previous(cursor).end },
      `${construct} is not supported yet`,
    );
    return { kind: 'unsupported', construct };
  }
  const near = suggestName(first.text, ['reverts', 'succeeds', 'ensures', 'using', 'changes', 'emits']);
  report(cursor, 'SPEC104', first, `expected a clause, found ${describe(first)}`, {
    notes: [`the clauses of a function are ${clauseWords.map((word) => `\`${word}\``).join(', ')}`],
    ...near,
  });
  return { kind: 'ensures', label: undefined, condition: missing(cursor) };
}

function parseCondition(cursor: Cursor, kind: 'revertsIf' | 'succeedsIf' | 'ensures'): ClauseForm {
  const labelled = peek(cursor).kind === 'word' && at(cursor, ':', 1);
  const label = labelled ? expectName(cursor, 'a label') : undefined;
  if (label !== undefined) advance(cursor);
  return { kind, label, condition: parseExpression(cursor) };
}

function parseRule(cursor: Cursor): RuleDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the rule');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  const using: LemmaReference[] = [];
  while (at(cursor, 'using')) using.push(...parseUsing(cursor));
  const opening = peek(cursor);
  expect(cursor, '{', 'and statements after the rule');
  const body = parseStatements(cursor);
  const close = peek(cursor);
  const comments = takeCommentsHere(cursor);
  expect(cursor, '}', 'after the statements', opening);
  return {
    kind: 'rule',
    contract,
    name,
    parameters,
    using,
    body,
    close: { start: close.start, end: close.end, comments },
  };
}
