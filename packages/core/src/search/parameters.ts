// Constants that a specification makes parameters, in a replay: the sources with the values that the model chose.
import { evaluate } from '@surety/solvers';
import type { SourceFile, TypedSpec } from '@surety/spec-lang';
import { NotConcrete } from './concretize.js';
import type { Candidate } from './search.js';

/** The files in which each such constant has the value of the run. */
export function withParameters(
  { world, afterDeployment, model }: Candidate,
  spec: TypedSpec,
  files: readonly SourceFile[],
): readonly SourceFile[] {
  const edits = spec.parameters.flatMap(({ contract, variable }) => {
    const parameter = world.parameters.find(
      (p) => !p.assigned && p.name === variable.name && p.key.startsWith(`${contract}/`),
    );
    const term = parameter === undefined ? undefined : afterDeployment.storage.get(parameter.key);
    if (term === undefined) return [];
    const value = evaluate(term, model);
    if (typeof value !== 'bigint') throw new NotConcrete('a parameter without a value');
    return [{ at: variable.location, value }];
  });
  // From the end, so that earlier places stay where they are.
  const ordered = [...edits].sort((a, b) => b.at.start - a.at.start);
  return files.map((file) => {
    let { text } = file;
    for (const { at, value } of ordered) {
      if (at.path !== file.path) continue;
      const declaration = text.slice(at.start, at.end);
      const assigned = declaration.indexOf('=');
      if (assigned === -1) throw new NotConcrete('a constant whose value is not written with it');
      const end = declaration.endsWith(';') ? ';' : '';
      text = `${text.slice(0, at.start)}${declaration.slice(0, assigned)}= ${value}${end}${text.slice(at.end)}`;
    }
    return { ...file, text };
  });
}
