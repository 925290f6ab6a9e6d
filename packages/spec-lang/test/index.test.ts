// The public surface, name by name.
import { expect, it } from '@jest/globals';
import * as surface from '@surety/spec-lang';

it('exports these values and no others', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'GHOST',
    'describeType',
    'explainClaim',
    'formatSpec',
    'isLibraryPath',
    'libraryNames',
    'lineColumn',
    'loadSpec',
    'modelPath',
    'nearestName',
    'parseSpec',
    'printExpression',
    'printSpec',
    'printStatement',
    'printTyped',
    'readLibrary',
    'renderDiagnostic',
    'specCodes',
    'specDiagnostic',
  ]);
});
