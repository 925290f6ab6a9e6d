// Which part of a sentence becomes which part of the tree, where words alone do not tell.
import { describe, expect, it } from '@jest/globals';
import { type Declaration, parseSpec, printExpression } from '@surety/spec-lang';

/** The one declaration of a text without mistakes. */
function only<K extends Declaration['kind']>(kind: K, text: string): Extract<Declaration, { kind: K }> {
  const { value, diagnostics } = parseSpec({ path: 'x.surety', text });
  expect(diagnostics).toEqual([]);
  const [declaration] = value.declarations;
  if (declaration?.kind !== kind || value.declarations.length !== 1)
    throw new Error(`not one ${kind}: ${text}`);
  return declaration as Extract<Declaration, { kind: K }>;
}

describe('parse', () => {
  it('takes a plain name before `may` for a function, and what cannot be one for an address', () => {
    const { subjects, by, direction, targets } = only(
      'only',
      'only owner, send(address, uint[3]), admin(), set(Kind), roles[x], ownerOf(id) by a may move b[*], c up;',
    );
    expect(
      subjects.map((each) =>
        each.kind === 'function'
          ? [each.function.name.text, each.function.types?.length]
          : printExpression(each.expression),
      ),
    ).toEqual([['owner', undefined], ['send', 2], ['admin', 0], ['set', 1], 'roles[x]', 'ownerOf(id)']);
    expect(by?.kind).toBe('name');
    expect(direction).toBe('increase');
    expect(targets.map(printExpression)).toEqual(['b[*]', 'c']);
  });

  it('tells the functions of a move from the next move', () => {
    const { moves } = only(
      'machine',
      'x moves A -> B by f, g(uint, bool), h, S.B -> same, * -> 0 by f, 1 -> 2;',
    );
    expect(
      moves.map(({ from, to, by }) => [
        from === undefined ? '*' : printExpression(from),
        to === undefined ? 'same' : printExpression(to),
        by.map(({ name }) => name.text).join(),
      ]),
    ).toEqual([
      ['A', 'B', 'f,g,h'],
      ['S.B', 'same', ''],
      ['*', '0', 'f'],
      ['1', '2', ''],
    ]);
  });

  it('takes the conditions of `can` in any order', () => {
    const can = only(
      'can',
      'can f using l assume p, q by a within 3 even if others act where other != a when r: reaches g;',
    );
    expect(can.when.map(printExpression)).toEqual(['r', 'p', 'q']);
    expect(can.assumed).toBe(2);
    expect(can.body).toEqual([]);
    expect([can.within, can.by, can.others?.condition].map((each) => each && printExpression(each))).toEqual([
      '3',
      'a',
      'other != a',
    ]);
    expect(can.using.map(({ name }) => name.text)).toEqual(['l']);
  });

  it('reads what follows a call as belonging to it', () => {
    const { body } = only(
      'rule',
      'rule r { try any of f, g(uint) by s where s != a && b at t; any except h by s reverts; T.any*; any* by q except f; }',
    );
    const [first, second, third, fourth] = body;
    if (first?.kind !== 'transaction' || second?.kind !== 'transaction') throw new Error('no transactions');
    expect(first.transaction).toMatchObject({ try: true, at: { text: 't' }, expects: undefined, except: [] });
    expect(first.transaction.among?.map(({ name }) => name.text)).toEqual(['f', 'g']);
    expect(first.transaction.where && printExpression(first.transaction.where)).toBe('s != a && b');
    expect(second.transaction).toMatchObject({
      among: undefined,
      except: [{ name: { text: 'h' } }],
      expects: 'reverts',
    });
    expect(third).toMatchObject({ kind: 'anyNumber', contract: { text: 'T' }, by: undefined });
    expect(fourth).toMatchObject({ kind: 'anyNumber', by: { text: 'q' }, except: [{ name: { text: 'f' } }] });
  });

  it('tells a percentage from a remainder and a model from an account', () => {
    expect(only('assumeMoves', 'assume o.p() moves at most 10% per block;')).toMatchObject({ percent: true });
    const part = only('assumeMoves', 'assume o.p() moves at most 10 % x per block;');
    expect([part.percent, printExpression(part.numerator)]).toEqual([false, '10 % x']);
    expect(only('assumeModel', 'assume o.t is ERC20;').model.text).toBe('ERC20');
    expect(printExpression(only('assume', 'assume o.t is EOA;').condition)).toBe('o.t is EOA');
  });

  it('keeps `else if` inside `else`, and mappings from the outside in', () => {
    const hook = only('hook', 'after f() { if (a) { b = 1; } else if (c) { d -= 2; } }');
    const [update] = hook.updates;
    expect(update?.kind === 'if' && update.else.map(({ kind }) => kind)).toEqual(['if']);
    const ghost = only('ghost', 'ghost mapping(address => mapping(uint8 => int)) g;');
    expect([...ghost.keys, ghost.type].map(({ name }) => name)).toEqual(['address', 'uint8', 'int']);
  });
});
