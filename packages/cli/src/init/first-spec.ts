// Puts a first spec together: what was recognized, what was read off the code; and leaves out what does not check.
import type { Diagnostic } from '@surety/spec-lang';
import { callerClaims, changeClaims, custodyClaims, solvencyClaims, totalClaims } from './code-claims.js';
import { recognizedStandards } from './standards.js';
import type { Block, Subject } from './subject.js';

/** What a spec text causes: errors, and warnings about claims that say nothing. */
export type SpecCheck = (text: string) => readonly Diagnostic[];

/** The text of a first spec, not yet formatted; undefined when nothing could be found to claim. */
export function firstSpec(subject: Subject, from: string, check: SpecCheck): string | undefined {
  const sound = (blocks: readonly Block[]): boolean =>
    blocks.length === 0 || check(specText(subject, from, blocks)).length === 0;
  const kept = (blocks: readonly Block[]): readonly Block[] =>
    sound(blocks) ? blocks : blocks.filter((each) => sound([each]));

  const recognized = recognizedStandards(subject);
  const standards = kept(distinct(recognized));
  const used = recognized.filter((each) => standards.includes(each));
  const settled = new Set(used.flatMap(({ variables }) => variables));
  const own = kept([
    ...solvencyClaims(subject),
    ...totalClaims(subject, settled),
    ...custodyClaims(subject, settled),
    ...callerClaims(subject, functionsOf(used)),
    ...changeClaims(subject, settled),
  ]);
  // Each is sound by itself; two may still have one name.
  let blocks = [...standards, ...own];
  while (!sound(blocks)) blocks = blocks.slice(0, -1);
  return blocks.length === 0 ? undefined : specText(subject, from, blocks);
}

/** One application for each name. */
function distinct<B extends Block>(blocks: readonly B[]): readonly B[] {
  const name = ({ text }: Block): string => text.slice(text.lastIndexOf(' as '));
  return blocks.filter((each, i) => blocks.findIndex((other) => name(other) === name(each)) === i);
}

/** Functions of which modules say who may call them. */
function functionsOf(used: readonly Block[]): ReadonlySet<string> {
  const has = (library: string): boolean => used.some(({ imports }) => imports === `surety:${library}`);
  return new Set([
    ...(has('ownable') ? ['transferOwnership(address)', 'renounceOwnership()'] : []),
    ...(has('pausable') ? ['pause()', 'unpause()'] : []),
  ]);
}

function specText({ environment }: Subject, from: string, blocks: readonly Block[]): string {
  const imports = [...new Set(blocks.flatMap((each) => (each.imports === undefined ? [] : [each.imports])))];
  const lines = [
    `// A first specification of ${environment.name}: a draft to read, correct and extend. Claims that were read off the code say`,
    '// what it does, not what it should do.',
    `contract ${environment.name} from "${from}";`,
    ...imports.map((path) => `import "${path}";`),
  ];
  let before: Block | undefined;
  for (const each of blocks) {
    const sameHeading = each.heading !== undefined && each.heading === before?.heading;
    if (!sameHeading || before?.text.includes('\n') || each.text.includes('\n')) lines.push('');
    if (each.heading !== undefined && !sameHeading) lines.push(`// ${each.heading}`);
    lines.push(each.text);
    before = each;
  }
  return `${lines.join('\n')}\n`;
}
