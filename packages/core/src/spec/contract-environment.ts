// What a contract offers to a specification, read from the typed program.
import type {
  ContractEnvironment,
  EnvironmentEvent,
  EnvironmentFunction,
  EnvironmentVariable,
  Location,
  SpecType,
} from '@surety/spec-lang';
import type {
  ContractDeclaration,
  FunctionDeclaration,
  Span,
  TypedProgram,
  VariableDeclaration,
} from '../frontend/typed-program.js';
import type { DeclId, Type } from '../frontend/types.js';
import { environmentLoops } from './environment-loops.js';
import { specType, structType } from './spec-type.js';

/** The environment of a contract. */
export function contractEnvironment(
  program: TypedProgram,
  contract: ContractDeclaration,
): ContractEnvironment {
  const line = contract.linearization.map((id) => program.declarations.get(id) as ContractDeclaration);
  const functions = line.flatMap((base) => base.functions.map((fn) => ({ fn, base })));
  return {
    name: contract.name,
    path: program.files[contract.span.file]?.path ?? '',
    contractKind: contract.contractKind,
    abstract: contract.abstract,
    variables: line.flatMap((base) =>
      base.stateVariables.map((variable) => environmentVariable(program, variable, base)),
    ),
    functions: [
      ...environmentFunctions(
        program,
        functions.map((f) => f.fn),
      ),
      ...getters(program, line),
    ],
    enums: namedDeclarations(program, 'enum', line),
    types: namedTypes(program, line),
    constructorParameters: constructorParameters(program, contract),
    hasReceive: functions.some(({ fn }) => fn.functionKind === 'receive'),
    hasFallback: functions.some(({ fn }) => fn.functionKind === 'fallback'),
    events: environmentEvents(program, line),
    loops: environmentLoops(program, line),
    functionsOf: (name) => functionsOfType(program, name),
  };
}

/** What a deployment is given: the parameters of the contract's own constructor, for none is inherited. */
function constructorParameters(
  program: TypedProgram,
  contract: ContractDeclaration,
): EnvironmentFunction['parameters'] {
  const own = contract.functions.find((fn) => fn.functionKind === 'constructor');
  return (own?.parameters ?? []).map((p) => ({ name: p.name, type: specType(program, p.type) }));
}

/** Events that the contract can name, each once by signature. */
function environmentEvents(
  program: TypedProgram,
  line: readonly ContractDeclaration[],
): readonly EnvironmentEvent[] {
  const visible = new Set<DeclId | undefined>([undefined, ...line.map((c) => c.id)]);
  const events = new Map<string, EnvironmentEvent>();
  for (const d of program.declarations.values()) {
    if (d.kind !== 'event' || !visible.has(d.contract)) continue;
    const parameters = d.parameters.map((p) => ({ name: p.name, type: specType(program, p.type) }));
    const signature = `${d.name}(${parameters.map((p) => abiName(p.type)).join(',')})`;
    events.set(signature, { name: d.name, signature, parameters });
  }
  return [...events.values()];
}

/** Externally callable functions of a contract or interface by its name. */
function functionsOfType(program: TypedProgram, name: string): readonly EnvironmentFunction[] {
  const contract = [...program.declarations.values()].find((d) => d.kind === 'contract' && d.name === name);
  if (contract?.kind !== 'contract') return [];
  const line = contract.linearization.map((id) => program.declarations.get(id) as ContractDeclaration);
  const functions = environmentFunctions(
    program,
    line.flatMap((base) => base.functions),
  );
  const external = functions.filter((f) => f.visibility === 'external' || f.visibility === 'public');
  return [...external, ...getters(program, line)];
}

function environmentVariable(
  program: TypedProgram,
  variable: VariableDeclaration,
  base: ContractDeclaration,
): EnvironmentVariable {
  return {
    name: variable.name,
    type: specType(program, variable.type),
    declaredIn: base.name,
    mutability: variable.mutability,
    location: locationOf(program, variable.span),
  };
}

/** Most derived implementation of each signature first; overridden ones are left out. */
function environmentFunctions(
  program: TypedProgram,
  functions: readonly FunctionDeclaration[],
): readonly EnvironmentFunction[] {
  const seen = new Set<string>();
  const result: EnvironmentFunction[] = [];
  for (const fn of functions) {
    if (fn.functionKind !== 'function') continue;
    const signature =
      fn.signature ?? `${fn.name}(${fn.parameters.map((p) => JSON.stringify(p.type, printBig)).join(',')})`;
    if (seen.has(signature)) continue;
    seen.add(signature);
    const named = (v: VariableDeclaration): { readonly name: string; readonly type: SpecType } => ({
      name: v.name,
      type: specType(program, v.type),
    });
    result.push({
      name: fn.name,
      signature,
      parameters: fn.parameters.map(named),
      returns: fn.returns.map(named),
      visibility: fn.visibility,
      mutability: fn.mutability,
      location: locationOf(program, fn.span),
    });
  }
  return result;
}

/** Getters of public state variables with scalar results. */
function getters(
  program: TypedProgram,
  line: readonly ContractDeclaration[],
): readonly EnvironmentFunction[] {
  return line.flatMap((base) =>
    base.stateVariables
      .filter((variable) => variable.visibility === 'public')
      .flatMap((variable) => {
        const parameters: { name: string; type: SpecType }[] = [];
        let { type } = variable;
        while (type.kind === 'mapping' || type.kind === 'array') {
          const key: Type =
            type.kind === 'mapping' ? type.key : { kind: 'integer', signed: false, bits: 256 };
          parameters.push({ name: '', type: specType(program, key) });
          type = type.kind === 'mapping' ? type.value : type.element;
        }
        const result = specType(program, type);
        if (result.kind === 'struct') return [];
        const getter: EnvironmentFunction = {
          name: variable.name,
          signature: `${variable.name}(${parameters.map((p) => abiName(p.type)).join(',')})`,
          parameters,
          returns: [{ name: '', type: result }],
          visibility: 'public',
          mutability: 'view',
          location: locationOf(program, variable.span),
        };
        return [getter];
      }),
  );
}

function abiName(type: SpecType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'int' : 'uint'}${type.bits}`;
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'enum':
      return 'uint8';
    case 'contract':
      return 'address';
    default:
      return type.kind;
  }
}

function namedDeclarations(
  program: TypedProgram,
  kind: 'enum',
  line: readonly ContractDeclaration[],
): ContractEnvironment['enums'] {
  const visible = new Set<DeclId | undefined>([undefined, ...line.map((c) => c.id)]);
  return [...program.declarations.values()].flatMap((d) =>
    d.kind === kind && visible.has(d.contract) ? [{ name: d.name, members: d.members }] : [],
  );
}

function namedTypes(
  program: TypedProgram,
  line: readonly ContractDeclaration[],
): ContractEnvironment['types'] {
  const visible = new Set<DeclId | undefined>([undefined, ...line.map((c) => c.id)]);
  return [...program.declarations.values()].flatMap((d): { name: string; type: SpecType }[] => {
    if (d.kind === 'contract' && d.contractKind !== 'library')
      return [{ name: d.name, type: { kind: 'contract', name: d.name } }];
    if (d.kind === 'struct' && visible.has(d.contract))
      return [{ name: d.name, type: structType(program, d, []) }];
    if (d.kind === 'userType' && visible.has(d.contract))
      return [{ name: d.name, type: specType(program, d.underlying) }];
    return [];
  });
}

/** Where a span lies, with the path users know. */
export function locationOf(program: TypedProgram, span: Span): Location {
  return { path: program.files[span.file]?.path ?? '', start: span.start, end: span.end };
}

function printBig(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
