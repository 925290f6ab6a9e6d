// Linearizations equal to solc's, and override rules that agree with solc on accepting and rejecting.
import { describe, expect, it } from '@jest/globals';
import { linearize } from '../../dist/frontend/inheritance.js';
import { checkOverrides, unimplementedMembers } from '../../dist/frontend/overrides.js';
import { buildScopes, linearization } from '../../dist/frontend/scopes.js';
import { loadSources } from '../../dist/frontend/sources.js';
import { collect, moduleHost, readModule, solcTrees, sourcesOf } from './translate-support.js';

describe('linearization', () => {
  it('equals solc on OpenZeppelin contracts with many bases', () => {
    const roots = [
      'governance/TimelockController.sol',
      'token/ERC20/extensions/ERC20Votes.sol',
      'token/ERC20/extensions/ERC4626.sol',
      'token/ERC721/extensions/ERC721Enumerable.sol',
      'access/extensions/AccessControlDefaultAdminRules.sol',
      'access/extensions/AccessControlEnumerable.sol',
      'governance/extensions/GovernorVotesQuorumFraction.sol',
      'finance/VestingWalletCliff.sol',
    ].map((file) => readModule(`@openzeppelin/contracts/${file}`));
    const sources = loadSources(roots, moduleHost);
    const scopes = buildScopes(sources);
    const { trees, errors } = solcTrees(sources.files, false);
    expect(errors).toEqual([]);
    const names = new Map<unknown, string>();
    const expected = new Map<string, readonly unknown[]>();
    for (const [path, tree] of trees) {
      for (const node of collect(tree, (each) =>
        each.nodeType === 'ContractDefinition' ? each : undefined,
      )) {
        names.set(node.id, `${path}:${node.name}`);
        expected.set(`${path}:${node.name}`, node.linearizedBaseContracts as readonly unknown[]);
      }
    }
    const pathOf = (file: number): string => sources.files[file]?.path ?? '';
    let compared = 0;
    for (const contract of scopes.contracts.values()) {
      const ours = linearization(scopes, contract.id).map((each) => `${pathOf(each.span.file)}:${each.name}`);
      expect(ours).toEqual(expected.get(ours[0] ?? '')?.map((id) => names.get(id)));
      compared++;
    }
    expect(compared).toBe(expected.size);
    expect(compared).toBeGreaterThanOrEqual(70);
  });

  it('finds that there is none', () => {
    expect(
      linearize(
        'Z',
        ['A', 'B'],
        [
          ['A', 'X'],
          ['B', 'X'],
        ],
      ),
    ).toEqual(['Z', 'B', 'A', 'X']);
    expect(linearize('Z', ['A', 'X'], [['A', 'X'], ['X']])).toBeUndefined();
  });
});

const I = 'interface I { function f() external returns (uint); }';
const PROGRAMS: readonly (readonly [program: string, code: string | undefined])[] = [
  ['contract A { } contract B is A { } contract C is B, A { }', 'SOL402'],
  ['contract A is B { } contract B is A { }', 'SOL401'],
  ['contract A is A { }', 'SOL401'],
  ['library L { } contract A is L { }', 'SOL403'],
  ['contract A { } interface J is A { }', 'SOL403'],
  ['contract A { } contract B is A, A { }', 'SOL403'],
  ['struct S { uint x; } contract B is S { }', 'SOL403'],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public override {} }',
    undefined,
  ],
  ['contract A { function f() public virtual {} } contract B is A { function f() public {} }', 'SOL412'],
  ['contract A { function f() public {} } contract B is A { function f() public override {} }', 'SOL413'],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public override(A) {} }',
    undefined,
  ],
  ['contract A { function f() public override {} }', 'SOL411'],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() external override {} }',
    'SOL414',
  ],
  [
    'contract A { function f() external virtual {} } contract B is A { function f() public override {} }',
    undefined,
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public payable override {} }',
    'SOL414',
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public pure override {} }',
    undefined,
  ],
  [
    'contract A { function f() public view virtual returns (uint) {} } contract B is A { function f() public view override returns (int) {} }',
    'SOL414',
  ],
  ['abstract contract A { function f() public virtual; } contract B is A { }', 'SOL421'],
  ['abstract contract A { function f() public virtual; } abstract contract B is A { }', undefined],
  [
    'contract A { function f() public virtual {} } abstract contract B is A { function f() public virtual override; }',
    'SOL414',
  ],
  [
    'contract A { function f() public virtual {} } contract B { function f() public virtual {} } contract C is A, B { }',
    'SOL416',
  ],
  [
    'contract A { function f() public virtual {} } contract B { function f() public virtual {} } contract C is A, B { function f() public override {} }',
    'SOL415',
  ],
  [
    'contract A { function f() public virtual {} } contract B { function f() public virtual {} } contract C is A, B { function f() public override(A, B) {} }',
    undefined,
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { } contract C is A { } contract D is B, C { }',
    undefined,
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public virtual override {} } contract C is A { } contract D is C, B { }',
    'SOL416',
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public virtual override {} } contract C is A { function f() public virtual override {} } contract D is B, C { }',
    'SOL416',
  ],
  [
    'contract A { function f() public virtual {} } contract B is A { function f() public virtual override {} } contract C is A, B { function f() public override(A, B) {} }',
    undefined,
  ],
  [`${I} contract A is I { function f() external returns (uint) { return 1; } }`, undefined],
  [`${I} contract A is I { uint public override f; }`, undefined],
  [
    'interface I { function f() external pure returns (uint); } contract A is I { uint public override f; }',
    'SOL414',
  ],
  [
    'interface I { function f() external view returns (uint); } contract A is I { uint public override f; }',
    undefined,
  ],
  [
    'interface I { function f(address) external view returns (uint); } contract A is I { mapping(address => uint) public f; }',
    undefined,
  ],
  [`${I} contract A is I { }`, 'SOL421'],
  [
    `${I} interface J { function f() external returns (uint); } contract A is I, J { function f() external returns (uint) {} }`,
    'SOL415',
  ],
  [
    `${I} interface J is I { } contract A { function f() external virtual returns (uint) {} } contract B is A, J { function f() external override(A, I) returns (uint) {} }`,
    undefined,
  ],
  ['contract A { modifier m() virtual { _; } } contract B is A { modifier m() override { _; } }', undefined],
  ['contract A { modifier m() { _; } } contract B is A { modifier m() override { _; } }', 'SOL413'],
  ['contract A { modifier m() virtual { _; } } contract B is A { modifier m() { _; } }', 'SOL412'],
  ['contract A { constructor(uint) {} } contract B is A { }', 'SOL422'],
  ['contract A { constructor(uint) {} } contract B is A(1) { }', undefined],
  ['contract A { constructor(uint) {} } contract B is A { constructor() A(1) {} }', undefined],
  [
    'contract A { constructor(uint) {} } abstract contract B is A { } contract C is B { constructor() A(2) {} }',
    undefined,
  ],
  ['contract A { function f() {} }', 'SOL431'],
  ['contract A { function f() public; }', 'SOL433'],
  ['interface J { function f() external {} }', 'SOL432'],
  [
    'contract A { receive() external payable virtual {} } contract B is A { receive() external payable override {} }',
    undefined,
  ],
  [
    'contract A { function f(bytes memory) internal virtual {} } contract B is A { function f(bytes calldata) internal {} }',
    'SOL412',
  ],
  [
    'contract A { function f(bytes memory) internal virtual {} } contract B is A { function f(bytes calldata) internal override {} }',
    'SOL414',
  ],
  [
    'contract A { function f(bytes memory) public virtual {} } contract B is A { function f(bytes calldata) public override {} }',
    'SOL414',
  ],
  [
    'contract A { function f(bytes calldata) external virtual {} } contract B is A { function f(bytes memory) public override {} }',
    undefined,
  ],
  ['contract A { function f(bytes memory) internal {} function f(bytes calldata) internal {} }', 'SOL201'],
  [
    'contract A { function f(uint) public virtual {} } contract B is A { function f(uint256) public {} }',
    'SOL412',
  ],
  [
    'contract A { function f(uint[2] memory) public virtual {} } contract B is A { uint constant N = 1 + 1; function f(uint[N] memory) public override {} }',
    undefined,
  ],
];

describe('override rules agree with solc', () => {
  it.each(PROGRAMS)('%s', (program, code) => {
    const text = `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.20;\n${program}`;
    const sources = sourcesOf({ 'a.sol': text });
    const scopes = buildScopes(sources);
    const found = [...sources.diagnostics, ...scopes.diagnostics, ...checkOverrides(scopes)].map(
      (each) => each.code,
    );
    expect(found.slice(0, 1)).toEqual(code ? [code] : []);
    const { errors } = solcTrees([{ path: 'a.sol', text }], false);
    expect({ rejected: errors.length > 0 }).toEqual({ rejected: code !== undefined });
  });

  it('old contracts are not judged, but known to be incomplete', () => {
    const scopes = buildScopes(
      sourcesOf({
        'a.sol':
          'pragma solidity ^0.5.0; contract A { function f() public; } contract B is A { function g() public {} }',
      }),
    );
    expect([...scopes.diagnostics, ...checkOverrides(scopes)]).toEqual([]);
    const [, b] = scopes.contracts.values();
    expect(b && unimplementedMembers(scopes, b).map(({ signature }) => signature)).toEqual(['f()']);
  });
});
