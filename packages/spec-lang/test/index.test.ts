// The public surface, name by name.
import { expect, it } from '@jest/globals';
import * as surface from '@surety/spec-lang';

it('exports these values and no others', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'describeType',
    'formatSpec',
    'lineColumn',
    'loadSpec',
    'nearestName',
    'parseSpec',
    'printExpression',
    'printSpec',
    'renderDiagnostic',
    'specCodes',
    'specDiagnostic',
  ]);
});
