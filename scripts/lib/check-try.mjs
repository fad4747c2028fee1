// Where TRY leaves an object half made. GCC (12 to 15 at least) does not destroy the members of an aggregate, of an
// initializer list or of a lambda's captures that are made already when a later one returns from the function: what they
// own is lost with every error. So within braces of initializers and in captures TRY may only stand in the first place.

const opening = { '(': ')', '[': ']', '{': '}' };

// The text with comments, strings and characters blanked out, of the same length and lines.
export function bare(source) {
  return source.replace(
    /\/\/[^\n]*|\/\*[^]*?\*\/|R"(\w*)\([^]*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'/g,
    (text) => text.replace(/[^\n]/g, ' '),
  );
}

// Does the brace at `at` hold statements? Then a TRY in it returns from what has that body, or before anything is made.
function holdsStatements(code, at) {
  const before = code.slice(0, at).trimEnd();
  // A function, a lambda, if, for: after their parentheses or what may stand behind those; else, do, try; a bare block.
  if (/(\)|\b(else|do|try|const|noexcept|override|final|mutable)|[;{}:])$/.test(before)) return !/[({,]\s*$/.test(before);
  // A lambda without parentheses, or the type that a lambda or function says it gives.
  if (/\]$/.test(before)) return isCapture(code, before.length - 1);
  return /->\s*[\w:<>,\s*&]+$/.test(before) || /\b(struct|class|enum|namespace|union)\b[^;{}()=]*$/.test(before);
}

// Is the bracket that ends at `end` a lambda's capture list?
function isCapture(code, end) {
  let depth = 0;
  for (let at = end; at >= 0; --at) {
    if (code[at] === ']') ++depth;
    if (code[at] === '[' && --depth === 0) return !/[\w)\]]$/.test(code.slice(0, at).trimEnd());
  }
  return false;
}

// The lines of `source` in which a TRY does not stand in the first place of an initializer or capture.
export function misplaced(source) {
  const code = bare(source);
  const open = []; // of each bracket around: {mark, at, commas}
  const lines = [];
  for (let at = 0; at < code.length; ++at) {
    const mark = code[at];
    if (mark in opening) open.push({ mark, at, commas: 0 });
    else if (mark === ')' || mark === ']' || mark === '}') open.pop();
    else if (mark === ',' && open.length > 0) ++open.at(-1).commas;
    else if (mark === 'T' && code.startsWith('TRY(', at) && !/\w/.test(code[at - 1] ?? '')) {
      for (const bracket of [...open].reverse()) {
        if (bracket.mark === '{' && holdsStatements(code, bracket.at)) break;
        if (bracket.commas === 0) continue;
        const captures = bracket.mark === '[' && !/[\w)\]]$/.test(code.slice(0, bracket.at).trimEnd());
        if (bracket.mark === '{' || captures) {
          lines.push(code.slice(0, at).split('\n').length);
          break;
        }
      }
    }
  }
  return lines;
}
