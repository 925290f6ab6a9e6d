// What the checks of invariants, function blocks and rules share: contract, names, texts and documentation of a claim.

import { suggestName } from '../diagnostics/suggest.js';
import type { SourceFile, TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import type { Comment } from '../syntax/token.js';
import { checkExpression } from './check-expression.js';
import { complain, type ExpressionContext, type Place, type Scope, type Specification } from './context.js';
import type { Claim, ContractBinding, SpecExpression } from './typed-ast.js';

/** A file being checked: its text, and the contract its claims are about when they name none. */
export interface CheckedFile {
  readonly spec: Specification;
  readonly file: SourceFile;
  readonly path: string;
  /** Undefined when the file has no contract; its alias may be among the failed ones. */
  readonly defaultAlias: string | undefined;
  /** In an applied module: the contract it is applied to. */
  readonly contract: ContractBinding | undefined;
  /** In an applied module: what the names of its claims begin with, `token.`. */
  readonly prefix: string;
  /** In an applied module: its arguments. */
  readonly scope: Scope | undefined;
  readonly claims: ClaimDraft[];
}

/** A lemma as written; it is resolved when all invariants are known. */
export interface LemmaUse {
  readonly name: string;
  /** Of the module it stands in. */
  readonly prefix: string;
  readonly span: TextSpan;
  readonly path: string;
  /** Checks the arguments against the parameters of the lemma, once that is known. */
  readonly arguments: readonly Expression[] | undefined;
  readonly context: ExpressionContext;
}

/** A claim without its lemmas. */
export interface ClaimDraft {
  readonly claim: Claim;
  readonly using: readonly LemmaUse[];
}

/** The contract a claim is about; undefined after a report, or when the contract itself could not be found. */
export function contractOfClaim(
  file: CheckedFile,
  named: Name | undefined,
  claim: TextSpan & { readonly text?: string },
): ContractBinding | undefined {
  if (named !== undefined) {
    const binding = file.spec.bindings.get(named.text);
    if (binding !== undefined || file.spec.failed.has(named.text)) return binding;
    return complain(
      file,
      'SPEC217',
      named,
      `unknown contract '${named.text}'`,
      suggestName(named.text, file.spec.bindings.keys()),
    );
  }
  if (file.contract !== undefined) return file.contract;
  if (file.defaultAlias !== undefined) return file.spec.bindings.get(file.defaultAlias);
  return complain(
    file,
    'SPEC207',
    claim,
    `${claim.text === undefined ? 'this' : `'${claim.text}'`} has no contract to be about`,
    {
      suggestion: 'begin the file with `contract Name from "path/to/Name.sol";`',
    },
  );
}

/** A context for expressions about a contract. */
export function contextFor(
  file: CheckedFile,
  contract: ContractBinding,
  scope: Scope | undefined,
  place: Place,
): ExpressionContext {
  return {
    spec: file.spec,
    path: file.path,
    contract,
    scope: scope ?? file.scope,
    place,
    expanding: [],
    check: checkExpression,
  };
}

/** The name of a claim in reports: with its contract when that is not the first of the file. */
export function claimName(file: CheckedFile, contract: ContractBinding, name: string): string {
  if (file.prefix !== '') return `${file.prefix}${name}`;
  return contract.alias === file.defaultAlias ? name : `${contract.alias}.${name}`;
}

/** Text of a span without the white space around it. */
export function textOf(file: CheckedFile, span: TextSpan): string {
  return file.file.text.slice(span.start, span.end).trim();
}

/** The `///` comments (or those of Solidity's other form) before something, as plain text. */
export function documentation(
  item: TextSpan & { readonly comments: readonly Comment[] },
): string | undefined {
  const lines: string[] = [];
  for (const { text, end } of item.comments) {
    if (end > item.start) continue;
    if (/^\/\/\/(?!\/)/.test(text)) lines.push(text.slice(3).trim());
    else if (text.startsWith('/**')) {
      const inner = text.slice(3).replace(/\*\/$/, '');
      lines.push(...inner.split('\n').map((line) => line.trim().replace(/^\* ?/, '').trim()));
    }
  }
  const result = lines.join('\n').trim();
  return result === '' ? undefined : result;
}

/** Whether no part of a list failed. */
export function allChecked(
  values: readonly (SpecExpression | undefined)[],
): values is readonly SpecExpression[] {
  return values.every((value) => value !== undefined);
}
