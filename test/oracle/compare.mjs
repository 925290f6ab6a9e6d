// Compares a typed program with what solc says of the same files: types, references, bases, storage, selectors.
import { selectorOf } from '../../packages/core/dist/frontend/selector.js';
import {
  storageBytes,
  storageLayout,
  structLayout,
} from '../../packages/core/dist/frontend/storage-layout.js';

const EXPRESSIONS = new Set([
  'Identifier',
  'MemberAccess',
  'FunctionCall',
  'BinaryOperation',
  'UnaryOperation',
  'Assignment',
  'Conditional',
  'IndexAccess',
  'IndexRangeAccess',
  'Literal',
  'TupleExpression',
  'ElementaryTypeNameExpression',
  'NewExpression',
  'FunctionCallOptions',
]);

/** Subtrees that are not expressions of ours: assembly is text, import symbols and override lists are names. */
const SKIPPED = new Set(['InlineAssembly', 'ImportDirective', 'OverrideSpecifier', 'ArrayTypeName']);

/** An observer for `loadPrograms` that keeps the type and reference of every expression by its place. */
export function createObservations() {
  const seen = new Map();
  const observe = (_, span, type, reference) => {
    const key = `${span.file}:${span.start}:${span.end}`;
    const entry = seen.get(key) ?? {};
    if (type !== '') entry.type = type;
    if (reference !== undefined) entry.reference = reference;
    seen.set(key, entry);
  };
  return { seen, observe };
}

/**
 * Compares one program; `output` is the answer for the same files of solc 0.`minor`. Differences are texts with their cause
 * first.
 */
export function compareProgram(program, seen, output, minor) {
  const counts = { types: 0, references: 0, linearizations: 0, variables: 0, selectors: 0 };
  const differences = [];
  const differ = (kind, cause, text) => differences.push({ kind, cause, text });
  const nodes = collectNodes(program, output);
  compareExpressions(program, seen, nodes, minor, counts, differ);
  compareAssembly(program, seen, nodes, counts, differ);
  compareContracts(program, nodes, output, counts, differ);
  return { counts, differences };
}

function collectNodes(program, output) {
  const expressions = [];
  const assemblyNames = [];
  const contracts = new Map();
  const byId = new Map();
  // Before 0.8 the name of a base constructor that is called in a header was an expression; it is a path since.
  const named = new Set();
  const walk = (node, file) => {
    if (node?.nodeType === 'InlineAssembly')
      for (const reference of node.externalReferences ?? []) assemblyNames.push({ reference, file });
    if (typeof node !== 'object' || node === null || SKIPPED.has(node.nodeType)) return;
    if (typeof node.id === 'number') byId.set(node.id, { node, file });
    if (EXPRESSIONS.has(node.nodeType) || node.nodeType === 'IdentifierPath')
      expressions.push({ node, file });
    if (node.nodeType === 'ModifierInvocation') named.add(node.modifierName.id);
    for (const [key, child] of Object.entries(node)) if (key !== 'typeDescriptions') walk(child, file);
  };
  for (const [file, { path }] of program.files.entries()) walk(output.sources?.[path]?.ast, file);
  const offsets = new Map();
  const extent = (node, file) => {
    const [start = 0, length = 0] = String(node.src).split(':').map(Number);
    if (!offsets.has(file)) offsets.set(file, utf16Offsets(program.files[file].text));
    const at = offsets.get(file);
    return [at(start), at(start + length)];
  };
  for (const { node, file } of byId.values()) {
    if (node.nodeType === 'ContractDefinition') contracts.set(`${file}:${extent(node, file)[0]}`, node);
  }
  return { expressions, assemblyNames, contracts, byId, named, extent };
}

function compareExpressions(program, seen, nodes, minor, counts, differ) {
  for (const { node, file } of nodes.expressions) {
    const [start, end] = nodes.extent(node, file);
    const ours = seen.get(`${file}:${start}:${end}`);
    const text = program.files[file].text.slice(start, end);
    const wanted = node.typeDescriptions?.typeString;
    const place = `${program.files[file].path}:${lineOf(program.files[file].text, start)}`;
    if (isTyped(node, wanted) && !nodes.named.has(node.id) && text !== 'payable(') {
      counts.types++;
      if (
        ours?.type !== wanted &&
        (ours === undefined || modernText(wanted, ours.type, minor) !== ours.type)
      ) {
        const cause = `${node.nodeType}: ${shape(wanted)} as ${shape(ours?.type ?? 'nothing')}`;
        differ('type', cause, `${place}: ${text}: solc ${wanted}, ours ${ours?.type}`);
      }
    }
    const target = nodes.byId.get(node.referencedDeclaration);
    if (target === undefined || target.node.nodeType === 'EnumValue' || target.node.nodeType === 'SourceUnit')
      continue;
    counts.references++;
    const declaration = program.declarations.get(ours?.reference ?? -1);
    const [declared] = nodes.extent(target.node, target.file);
    if (declaration?.span.file !== target.file || declaration.span.start !== declared)
      differ('reference', `${node.nodeType} to ${target.node.nodeType}`, `${place}: ${text}`);
  }
}

/** solc's text of a type, as newer versions would print it: old ones left out or named a few things otherwise. */
function modernText(wanted, ours, minor) {
  if (typeof ours !== 'string') return wanted;
  // In 0.4 there were no payable addresses, and functions with any arguments were printed without parameters.
  if (minor === 4 && wanted === ours.replaceAll('address payable', 'address')) return ours;
  if (minor === 4 && wanted === ours.replace('(bytes memory)', '()')) return ours;
  if (minor < 8 && /^contract super /.test(wanted)) return `type(${wanted})`;
  // `a.push` did not name its array.
  if (minor < 8 && /^function \(\S.* storage pointer/.test(ours) && wanted === withoutReceiver(ours))
    return ours;
  // Characters outside of ASCII were printed as they are, or called invalid.
  if (minor < 8 && /^literal_string( |$)/.test(wanted) && /^literal_string hex/.test(ours)) return ours;
  return wanted;
}

function withoutReceiver(text) {
  return text.replace(/^function \((?:[^,()]|\([^()]*\))* storage pointer(?:,|(?=\)))/, 'function (');
}

/** Names of Solidity in assembly: the variable and which of its words. Before 0.6 solc nests each under its name. */
function compareAssembly(program, seen, nodes, counts, differ) {
  for (const { reference, file } of nodes.assemblyNames) {
    const { src, declaration, isSlot, isOffset, suffix } =
      reference.src === undefined ? (Object.values(reference)[0] ?? {}) : reference;
    const target = nodes.byId.get(declaration);
    if (target === undefined) continue;
    const [start, end] = nodes.extent({ src }, file);
    const [declared] = nodes.extent(target.node, target.file);
    const word = suffix ?? (isSlot ? 'slot' : isOffset ? 'offset' : '');
    const ours = seen.get(`${file}:${start}:${end}`);
    const own = program.declarations.get(ours?.reference ?? -1);
    counts.references++;
    const same = own?.span.file === target.file && own.span.start === declared;
    if (!same || ours?.type !== `assembly ${word}`) {
      const text = program.files[file].text;
      const place = `${program.files[file].path}:${lineOf(text, start)}`;
      differ(
        'reference',
        'assembly',
        `${place}: ${text.slice(start, end)}: solc ${word}, ours ${ours?.type}`,
      );
    }
  }
}

/** Before 0.8 the name of an applied modifier is an expression of type `modifier (…)`; it is a path since. */
function isTyped(node, wanted) {
  return EXPRESSIONS.has(node.nodeType) && typeof wanted === 'string' && !wanted.startsWith('modifier ');
}

function compareContracts(program, nodes, output, counts, differ) {
  for (const contract of program.contracts) {
    const { path } = program.files[contract.span.file];
    const node = nodes.contracts.get(`${contract.span.file}:${contract.span.start}`);
    if (node === undefined) {
      differ('linearization', 'missing contract', `${path}: ${contract.name}`);
      continue;
    }
    const name = `${path}: ${contract.name}`;
    counts.linearizations++;
    const ours = contract.linearization.map((id) => program.declarations.get(id)?.name).join(' ');
    const theirs = node.linearizedBaseContracts.map((id) => nodes.byId.get(id)?.node.name).join(' ');
    if (ours !== theirs) differ('linearization', 'order', `${name}: solc ${theirs}, ours ${ours}`);
    const compiled = output.contracts?.[path]?.[contract.name];
    if (compiled === undefined) continue;
    compareStorage(program, contract, compiled, name, counts, differ);
    compareSelectors(program, contract, compiled, name, counts, differ);
  }
}

function compareStorage(program, contract, compiled, name, counts, differ) {
  if (compiled.storageLayout === undefined) return;
  const layout = storageLayout(program, contract);
  if (layout === undefined) return differ('storage', 'no layout', name);
  comparePositions(program, layout.storage, compiled.storageLayout, name, counts, differ);
  if (compiled.transientStorageLayout !== undefined)
    comparePositions(program, layout.transient, compiled.transientStorageLayout, name, counts, differ);
}

function comparePositions(program, positions, wanted, name, counts, differ) {
  if (positions.length !== wanted.storage.length) return differ('storage', 'number of variables', name);
  wanted.storage.forEach((theirs, i) => {
    const { variable, slot, offset } = positions[i];
    counts.variables++;
    const ours = `${variable.name} ${slot}+${offset} ${storageBytes(program, variable.type)}`;
    const solc = `${theirs.label} ${theirs.slot}+${theirs.offset} ${wanted.types[theirs.type].numberOfBytes}`;
    if (ours !== solc) differ('storage', 'position', `${name}: solc ${solc}, ours ${ours}`);
    compareFields(program, variable.type, theirs.type, wanted.types, name, counts, differ, new Set());
  });
}

/** Fields of structs, wherever a type leads to one. */
function compareFields(program, type, theirs, types, name, counts, differ, open) {
  const solc = types[theirs];
  if (solc === undefined || open.has(theirs)) return;
  const inside = new Set([...open, theirs]);
  if (type.kind === 'array')
    return compareFields(program, type.element, solc.base, types, name, counts, differ, inside);
  if (type.kind === 'mapping')
    return compareFields(program, type.value, solc.value, types, name, counts, differ, inside);
  if (type.kind !== 'struct' || solc.members === undefined) return;
  const fields = structLayout(program, program.declarations.get(type.declaration)?.fields ?? []) ?? [];
  solc.members.forEach((member, i) => {
    const ours = fields[i];
    counts.variables++;
    if (ours === undefined || `${ours.slot}+${ours.offset}` !== `${member.slot}+${member.offset}`)
      differ('storage', 'field', `${name}: ${member.label} of ${solc.label}`);
    else compareFields(program, ours.variable.type, member.type, types, name, counts, differ, inside);
  });
}

function compareSelectors(program, contract, compiled, name, counts, differ) {
  const wanted = compiled.evm?.methodIdentifiers;
  if (wanted === undefined || contract.contractKind === 'library') return;
  const found = new Map();
  for (const id of contract.linearization) {
    for (const fn of program.declarations.get(id)?.functions ?? []) {
      if (fn.functionKind === 'function' && fn.signature !== undefined)
        found.set(fn.signature, selectorOf(fn.signature));
    }
  }
  for (const [signature, selector] of Object.entries(wanted)) {
    // Getters have no declaration of their own as a function.
    const getter = !found.has(signature) && isGetter(program, contract, signature.split('(')[0]);
    if (getter) continue;
    counts.selectors++;
    if (found.get(signature) !== selector) differ('selector', 'differs', `${name}: ${signature}`);
  }
}

function isGetter(program, contract, name) {
  return contract.linearization.some((id) =>
    program.declarations.get(id)?.stateVariables.some((v) => v.name === name && v.visibility === 'public'),
  );
}

/** A type string without names and numbers, so that differences of one cause fall together. */
function shape(type) {
  const short = type
    .replace(/\b(struct|contract|enum|library) [\w.$]+/g, '$1 T')
    .replace(/\d+/g, 'N')
    .replace(/literal_string "[^"]*"/g, 'literal_string');
  return short.length <= 70 ? short : `${short.slice(0, 67)}...`;
}

function lineOf(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

/** UTF-16 offset of each UTF-8 byte offset of a text. */
function utf16Offsets(text) {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte;
  const offsets = [];
  let index = 0;
  for (const character of text) {
    for (let i = Buffer.byteLength(character); i > 0; i--) offsets.push(index);
    index += character.length;
  }
  return (byte) => offsets[byte] ?? text.length;
}
