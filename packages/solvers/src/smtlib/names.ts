// Names in SMT-LIB scripts: any text becomes a legal symbol, different texts become different symbols.

// Words that mean something to a solver, also when quoted. Not complete for every theory of every solver, but these are
// the ones of the theories our scripts use and those that solvers predefine at top level.
const RESERVED: ReadonlySet<string> = new Set(
  (
    'true false not and or xor => = distinct ite if let forall exists lambda match par as _ ! implies iff ' +
    '+ - * / div mod rem abs <= < >= > ~ ^ is_int to_int to_real divisible select store const map union intersect ' +
    'setminus subset complement default as-array array-ext concat extract repeat bvand bvor bvxor bvnot bvneg bvadd ' +
    'bvsub bvmul bvudiv bvurem bvsdiv bvsrem bvsmod bvshl bvlshr bvashr bvult bvule bvugt bvuge bvslt bvsle bvsgt ' +
    'bvsge bvcomp bvnand bvnor bvxnor bvredor bvredand zero_extend sign_extend rotate_left rotate_right int2bv bv2nat ' +
    'bv2int ubv_to_int sbv_to_int int_to_bv nat2bv div0 mod0 rem0 /0 sin cos tan asin acos atan sinh cosh tanh asinh ' +
    'acosh atanh pi e euler exp sqrt is update insert pair first second mk-pair nil cons head tail tuple set bag seq ' +
    'char re str fp RoundingMode NUMERAL DECIMAL STRING BINARY HEXADECIMAL Bool Int Real BitVec Array String Seq RegEx ' +
    'RegLan Unicode Set Bag Tuple UnitTuple Relation FloatingPoint Float16 Float32 Float64 Float128 RNE RNA RTP RTN ' +
    'RTZ List Pair Bytes assert check-sat declare-const declare-fun define-fun define-sort declare-sort exit iff ' +
    'at-most at-least pbeq pble pbge linear-order partial-order piecewise-linear-order tree-order transitive-closure'
  ).split(' '),
);

const SIMPLE = /^[A-Za-z+\-/*=%?!$_~&^<>][A-Za-z0-9+\-/*=%?!.$_~&^<>@]*$/;

/**
 * The symbol of a script for a name, without quotes. Injective; never a reserved word and never contains `!`,
 * so names made by emission (`t!1`) and by solvers (`k!0`) cannot clash with it.
 */
export function encodeName(name: string): string {
  let text = '';
  for (let i = 0; i < name.length; i++) {
    const c = name.charAt(i);
    const code = name.charCodeAt(i);
    if (c === '!') text += '~';
    else if (c === '%' || c === '~' || c === '|' || c === '\\' || code < 32 || code > 126)
      text += `%${code.toString(16).padStart(4, '0')}`;
    else if (i === 0 && (c === '.' || c === '@')) text += `%${code.toString(16).padStart(4, '0')}`;
    else text += c;
  }
  // A bare `%` at the end cannot come from the escapes above.
  const prefixed = RESERVED.has(text) || /^(str|re|seq|set|bag|fp|rel|table|ff|char|int|is-)[._]/.test(text);
  return text === '' || prefixed ? `${text}%` : text;
}

/** A symbol as it is written in a script: bare where allowed, else between bars. */
export function quoteSymbol(symbol: string): string {
  return SIMPLE.test(symbol) ? symbol : `|${symbol}|`;
}
