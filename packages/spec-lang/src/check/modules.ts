// Modules: declarations over contracts and expressions that are given where the module is applied.
import { suggestName } from '../diagnostics/suggest.js';
import type { Declaration } from '../syntax/ast.js';
import { type CheckedFile, contextFor, contractOfClaim } from './claim-context.js';
import { withoutGroups } from './coerce.js';
import { complain, extend, locate, type Place, type Scope } from './context.js';
import type { ContractBinding } from './typed-ast.js';

type ApplyDeclaration = Declaration & { readonly kind: 'apply' };

const argumentPlace: Place = {
  what: 'an argument of a module',
  transaction: true,
  old: 'allowed',
  outcome: true,
};

/** Makes the modules of a file known. */
export function registerModules(file: CheckedFile, declarations: readonly Declaration[]): void {
  for (const declaration of declarations) {
    if (declaration.kind !== 'module' || declaration.name.text === '') continue;
    const { name } = declaration;
    const earlier = file.spec.modules.get(name.text);
    if (earlier !== undefined) {
      complain(file, 'SPEC208', name, `module '${name.text}' is declared twice`, {
        labels: [
          {
            location: locate({ path: earlier.file.path }, earlier.declaration.name),
            text: 'first declared here',
          },
        ],
      });
      continue;
    }
    file.spec.modules.set(name.text, { declaration, file: file.file });
  }
}

/** The module's declarations as a file of their own, in which its parameters stand for what is given. */
export function applyModule(
  file: CheckedFile,
  declaration: ApplyDeclaration,
  trail: readonly string[],
):
  | {
      readonly file: CheckedFile;
      readonly declarations: readonly Declaration[];
      readonly trail: readonly string[];
    }
  | undefined {
  if (declaration.broken) return undefined;
  const { module: name } = declaration;
  const module = file.spec.modules.get(name.text);
  if (module === undefined) {
    if (name.text === '') return undefined;
    return complain(file, 'SPEC226', name, `there is no module '${name.text}'`, {
      ...suggestName(name.text, file.spec.modules.keys()),
      ...(file.spec.modules.size === 0
        ? { notes: ['`import "surety:erc20";` brings one of the library'] }
        : {}),
    });
  }
  if (trail.includes(name.text)) {
    return complain(
      file,
      'SPEC224',
      name,
      `modules apply each other in a circle: ${[...trail.slice(trail.indexOf(name.text)), name.text].join(' -> ')}`,
    );
  }
  const { contracts, expressions, declarations } = module.declaration;
  const { arguments: given } = declaration;
  const wanted = contracts.length + expressions.length;
  const label = {
    labels: [
      { location: locate({ path: module.file.path }, module.declaration.name), text: 'declared here' },
    ],
  };
  if (given.length !== wanted) {
    const names = [
      ...contracts.map(({ text }) => `contract ${text}`),
      ...expressions.map(({ text }) => text),
    ];
    return complain(
      file,
      'SPEC303',
      name,
      `module '${name.text}' takes ${wanted} argument${wanted === 1 ? '' : 's'}, and ${given.length} ${given.length === 1 ? 'is' : 'are'} given`,
      { ...label, notes: [`they are ${names.join(', ')}`] },
    );
  }
  const bindings = new Map(file.spec.bindings);
  let contract: ContractBinding | undefined;
  for (const [i, parameter] of contracts.entries()) {
    const tree = given[i];
    const argument = tree === undefined ? undefined : withoutGroups(tree);
    const binding = argument?.kind === 'name' ? file.spec.bindings.get(argument.name) : undefined;
    if (binding === undefined) {
      if (argument?.kind === 'name' && file.spec.failed.has(argument.name)) return undefined;
      return complain(
        file,
        'SPEC217',
        argument ?? name,
        argument?.kind === 'name'
          ? `unknown contract '${argument.name}'`
          : `argument ${i + 1} of '${name.text}' must be a contract`,
        {
          ...label,
          ...(argument?.kind === 'name' ? suggestName(argument.name, file.spec.bindings.keys()) : {}),
        },
      );
    }
    bindings.set(parameter.text, binding);
    contract ??= binding;
  }
  const about = contract ?? contractOfClaim(file, undefined, name);
  if (about === undefined) return undefined;
  const spec = {
    ...file.spec,
    bindings,
    failed: new Set(file.spec.failed),
    ghosts: new Map(file.spec.ghosts),
    definitions: new Map(file.spec.definitions),
  };
  const outer = contractOfClaim(file, undefined, name) ?? about;
  const context = contextFor(file, outer, undefined, argumentPlace);
  let scope: Scope | undefined;
  for (const [i, { text }] of expressions.entries()) {
    const tree = given[contracts.length + i];
    if (tree !== undefined) scope = extend(scope, text, { kind: 'tree', tree, context });
  }
  const prefix = declaration.as === undefined ? file.prefix : `${file.prefix}${declaration.as.text}.`;
  return {
    file: {
      spec,
      file: module.file,
      path: module.file.path,
      defaultAlias: file.defaultAlias,
      contract: about,
      prefix,
      scope,
      claims: file.claims,
    },
    declarations,
    trail: [...trail, name.text],
  };
}
