// Small hand-made contracts for the tests: environments without any Solidity.
import type {
  ContractEnvironment,
  EnvironmentEvent,
  EnvironmentFunction,
  EnvironmentHost,
  EnvironmentVariable,
  SpecType,
} from '@surety/spec-lang';

export const uint256: SpecType = { kind: 'integer', signed: false, bits: 256 };
export const uint8: SpecType = { kind: 'integer', signed: false, bits: 8 };
export const address: SpecType = { kind: 'address' };
export const bool: SpecType = { kind: 'bool' };

/** `mapping(key => value)`. */
export function mapping(key: SpecType, value: SpecType): SpecType {
  return { kind: 'mapping', key, value };
}

function shown(type: SpecType): string {
  if (type.kind === 'integer') return `${type.signed ? 'int' : 'uint'}${type.bits}`;
  if (type.kind === 'fixedBytes') return `bytes${type.size}`;
  if (type.kind === 'contract') return 'address';
  return type.kind === 'enum' ? 'uint8' : type.kind;
}

/** A contract whose source is as long as its list of declarations: each stands on a line of its own. */
export interface FakeContract {
  readonly environment: ContractEnvironment;
  readonly source: string;
}

type Parameter = readonly [name: string, type: SpecType];

export interface FakeFunction {
  readonly name: string;
  readonly parameters?: readonly Parameter[];
  readonly returns?: readonly Parameter[];
  readonly visibility?: EnvironmentFunction['visibility'];
  readonly mutability?: EnvironmentFunction['mutability'];
}

export interface FakeVariable {
  readonly name: string;
  readonly type: SpecType;
  readonly declaredIn?: string;
  readonly mutability?: EnvironmentVariable['mutability'];
}

/** Builds an environment and a matching pseudo source, so that labels have lines to show. */
export function fakeContract(
  name: string,
  path: string,
  variables: readonly FakeVariable[],
  functions: readonly FakeFunction[],
  extras: Partial<ContractEnvironment> = {},
): FakeContract {
  let source = '';
  const line = (text: string) => {
    const start = source.length;
    source += `${text}\n`;
    return { path, start, end: start + text.length };
  };
  const environmentVariables = variables.map((each): EnvironmentVariable => {
    const declaredIn = each.declaredIn ?? name;
    const location = line(`${shown(each.type)} ${each.name};`);
    return {
      name: each.name,
      type: each.type,
      declaredIn,
      mutability: each.mutability ?? 'mutable',
      location,
    };
  });
  const environmentFunctions = functions.map((each): EnvironmentFunction => {
    const list = (values: readonly Parameter[] = []) =>
      values.map(([parameter, type]) => ({ name: parameter, type }));
    const signature = `${each.name}(${(each.parameters ?? []).map(([, type]) => shown(type)).join(',')})`;
    const mutability = each.mutability ?? 'nonpayable';
    const visibility = each.visibility ?? 'external';
    const location = line(`function ${signature} ${visibility} ${mutability};`);
    const parameters = list(each.parameters);
    return {
      name: each.name,
      signature,
      parameters,
      returns: list(each.returns),
      visibility,
      mutability,
      location,
    };
  });
  const environment: ContractEnvironment = {
    name,
    path,
    contractKind: 'contract',
    abstract: false,
    variables: environmentVariables,
    functions: environmentFunctions,
    enums: [],
    types: [],
    hasReceive: false,
    hasFallback: false,
    events: [],
    loops: [],
    functionsOf: () => [],
    ...extras,
  };
  return { environment, source };
}

function fakeEvent(name: string, parameters: readonly Parameter[]): EnvironmentEvent {
  return {
    name,
    signature: `${name}(${parameters.map(([, type]) => shown(type)).join(',')})`,
    parameters: parameters.map(([parameter, type]) => ({ name: parameter, type })),
  };
}

/** Functions of contracts without code: an oracle and a library. */
const outside: ReadonlyMap<string, readonly EnvironmentFunction[]> = new Map([
  [
    'Oracle',
    fakeContract(
      'Oracle',
      'Oracle.sol',
      [],
      [
        { name: 'price', returns: [['', uint256]], mutability: 'view' },
        { name: 'quote', parameters: [['of', address]], returns: [['', uint256]], mutability: 'view' },
        { name: 'poke' },
      ],
    ).environment.functions,
  ],
  [
    'Math',
    fakeContract(
      'Math',
      'Math.sol',
      [],
      [
        {
          name: 'mulDiv',
          parameters: [
            ['a', uint256],
            ['b', uint256],
            ['c', uint256],
          ],
          returns: [['', uint256]],
          visibility: 'internal',
          mutability: 'pure',
        },
      ],
    ).environment.functions,
  ],
]);

const state: SpecType = { kind: 'enum', name: 'State', members: ['Open', 'Closed'] };
const position: SpecType = {
  kind: 'struct',
  name: 'Position',
  fields: [
    { name: 'collateral', type: uint256 },
    { name: 'debt', type: uint256 },
  ],
};

export const bank = fakeContract(
  'Bank',
  'Bank.sol',
  [
    { name: 'credits', type: mapping(address, uint256) },
    { name: 'allowed', type: mapping(address, mapping(address, uint256)) },
    { name: 'positions', type: mapping(address, position) },
    { name: 'members', type: { kind: 'array', element: address, length: undefined } },
    { name: 'triple', type: { kind: 'array', element: uint256, length: 3 } },
    { name: 'owner', type: address },
    { name: 'fee', type: uint8 },
    { name: 'total', type: uint256 },
    { name: 'paused', type: bool },
    { name: 'phase', type: state },
    { name: 'root', type: { kind: 'fixedBytes', size: 32 } },
    { name: 'token', type: { kind: 'contract', name: 'IERC20' } },
    { name: 'LIMIT', type: uint256, mutability: 'constant' },
    { name: 'cap', type: uint256, declaredIn: 'Capped' },
    { name: 'cap', type: uint256, declaredIn: 'Limited' },
    { name: 'oracle', type: { kind: 'contract', name: 'Oracle' } },
    { name: 'START', type: uint256, mutability: 'immutable' },
  ],
  [
    { name: 'deposit', mutability: 'payable' },
    { name: 'withdraw', parameters: [['amount', uint256]] },
    {
      name: 'send',
      parameters: [
        ['to', address],
        ['amount', uint256],
      ],
    },
    { name: 'send', parameters: [['to', address]] },
    {
      name: 'convert',
      parameters: [['assets', uint256]],
      returns: [['shares', uint256]],
      mutability: 'view',
    },
    { name: 'mint', parameters: [['assets', uint256]], returns: [['shares', uint256]] },
    {
      name: 'pair',
      returns: [
        ['a', uint256],
        ['b', uint256],
      ],
      mutability: 'view',
    },
    { name: 'setFee', parameters: [['newFee', uint8]] },
    { name: 'pause' },
    { name: 'accrue', visibility: 'internal' },
    { name: 'enter', parameters: [['next', state]] },
  ],
  {
    enums: [{ name: 'State', members: ['Open', 'Closed'] }],
    types: [{ name: 'Position', type: position }],
    hasReceive: true,
    constructorParameters: [{ name: 'newOwner', type: address }],
    events: [
      fakeEvent('Withdrawn', [
        ['who', address],
        ['amount', uint256],
      ]),
      fakeEvent('Noted', [['what', uint256]]),
      fakeEvent('Noted', [['who', address]]),
    ],
    loops: [
      { id: 'Bank.accrue#1', locals: [{ name: 'i', type: uint256 }] },
      { id: 'Bank.accrue#2', locals: [] },
    ],
    functionsOf: (name) => outside.get(name) ?? [],
  },
);

export const token = fakeContract(
  'ERC20',
  'ERC20.sol',
  [
    { name: 'balances', type: mapping(address, uint256) },
    { name: 'supply', type: uint256 },
  ],
  [
    { name: 'balanceOf', parameters: [['who', address]], returns: [['', uint256]], mutability: 'view' },
    {
      name: 'transfer',
      parameters: [
        ['to', address],
        ['value', uint256],
      ],
      returns: [['', bool]],
    },
  ],
);

const others: readonly FakeContract[] = [
  fakeContract('IBank', 'IBank.sol', [], [], { contractKind: 'interface' }),
  fakeContract('Base', 'Base.sol', [], [], { abstract: true }),
  fakeContract('Maths', 'Maths.sol', [], [], { contractKind: 'library' }),
  fakeContract(
    'Odd',
    'Odd.sol',
    [
      { name: 'value', type: uint256 },
      { name: 'balance', type: mapping(address, uint256) },
    ],
    [{ name: 'balance', parameters: [['who', address]], returns: [['', uint256]], mutability: 'view' }],
  ),
];

/** Finds the contracts above (`Broken.sol` has errors) and the given spec files by name. */
export function fakeHost(specs: Readonly<Record<string, string>> = {}): EnvironmentHost {
  const contracts = [bank, token, ...others];
  return {
    findContract(name, importPath) {
      if (importPath === 'Broken.sol') return { kind: 'sourceErrors' };
      const inFile = contracts.filter(
        ({ environment }) => importPath === undefined || environment.path === importPath,
      );
      if (importPath !== undefined && inFile.length === 0) return { kind: 'noFile' };
      const found = inFile.find(({ environment }) => environment.name === name);
      if (found !== undefined) return { kind: 'found', environment: found.environment };
      if (importPath === undefined) return { kind: 'noFile' };
      return { kind: 'noContract', available: inFile.map(({ environment }) => environment.name) };
    },
    readSpec(importPath) {
      const path = importPath.replace(/^\.\//, '');
      const text = specs[path];
      return text === undefined ? undefined : { path, text };
    },
  };
}

/** Text of a fake source or spec file, for rendering. */
export function fakeText(path: string, specs: Readonly<Record<string, string>> = {}): string | undefined {
  return [bank, token, ...others].find(({ environment }) => environment.path === path)?.source ?? specs[path];
}
