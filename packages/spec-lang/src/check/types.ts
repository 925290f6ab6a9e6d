// The types a specification speaks about. Spec arithmetic is on mathematical integers; machine integers lift silently.

export type SpecType =
  /** A mathematical integer: every arithmetic result. */
  | { readonly kind: 'int' }
  /** A value of a Solidity integer type: a mathematical integer within its range. Assignable to `int`. */
  | { readonly kind: 'integer'; readonly signed: boolean; readonly bits: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'address' }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  /** `bytes` and `string`: compared and passed, not computed with. */
  | { readonly kind: 'bytes' }
  | { readonly kind: 'string' }
  | { readonly kind: 'enum'; readonly name: string; readonly members: readonly string[] }
  /** A contract-typed value; comparable with addresses. */
  | { readonly kind: 'contract'; readonly name: string }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly fields: readonly { readonly name: string; readonly type: SpecType }[];
    }
  | { readonly kind: 'mapping'; readonly key: SpecType; readonly value: SpecType }
  /** `length` undefined: dynamic. */
  | { readonly kind: 'array'; readonly element: SpecType; readonly length: number | undefined };
