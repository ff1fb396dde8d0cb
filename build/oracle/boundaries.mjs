// Says where PostgreSQL's own parser sees statements begin and end: for NAME.sql it writes NAME.boundaries.
//   node boundaries.mjs FOLDER [OUT]     every *.sql below FOLDER; into OUT, a folder of its own, where one is named
// One line a statement: LINE:COLUMN of its first character, LINE:COLUMN behind its last, what the parser calls it; columns count UTF-16
// units from 1. Comments around a statement are not part of it. A statement that the parser refuses has "!" and the parser's message instead
// of a name, and ends at the next semicolon.
// Needs the npm package that package.json names; set ORACLE_MODULES to the node_modules that holds it, or install it here.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const modules = process.env.ORACLE_MODULES ?? join(import.meta.dirname, 'node_modules');
const pg = createRequire(join(modules, 'oracle.cjs'))('libpg-query');
await pg.loadModule();

const [folder, out] = process.argv.slice(2);
for (const name of readdirSync(folder, { recursive: true }).filter(n => n.endsWith('.sql')).sort()) {
  const target = join(out ?? folder, name.replace(/\.sql$/, '.boundaries'));
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(target, boundaries(readFileSync(join(folder, name), 'utf8')).map(line => line + '\n').join(''));
  } catch (e) {
    console.error(`${name}: the parser can't read its tokens (${e.message})`);
    process.exitCode = 1;
  }
}

function boundaries(file) {
  const text = Buffer.from(blankCopyData(file.replace(/^\uFEFF/, '')));
  const place = places(text);
  return sections(text).flatMap(([from, to]) => statements(text.subarray(from, to))
    .map(s => `${place(from + s.start)} ${place(from + s.end)} ${s.name}`));
}

// Each section of a file is a script of its own: where the last statement has no semicolon, the next section's first does not go on with it.
function sections(text) {
  const marks = [...text.toString('latin1').matchAll(/^-- *(migrate:|\+goose )(up|down)\b/gim)].map(m => m.index);
  return [0, ...marks].map((from, i) => [from, marks[i] ?? text.length]);
}

function statements(text) {
  const tokens = text.length > 0 ? scan(text) : [];
  if (tokens.length === 0) return [];
  const trimmed = (start, end, name) => {
    const inside = tokens.filter(t => t.start >= start && t.end <= end);
    return { start: inside[0].start, end: inside.at(-1).end, name };
  };

  try {
    return parse(text, 0).map(s => trimmed(s.start, s.end, s.name));
  } catch {
    return oneByOne(text, tokens);
  }
}

// A file with a statement that the parser refuses: the shortest text up to a semicolon that it takes is a statement. Where none is taken,
// the refused statement is over at its first semicolon.
function oneByOne(text, tokens) {
  const found = [];
  for (let i = 0; i < tokens.length;) {
    if (tokens[i].semicolon) {
      i++;
      continue;
    }

    let end = i - 1, first = -1, error = null, name = null;
    while (name === null && end + 1 < tokens.length) {
      end++;
      while (end + 1 < tokens.length && !tokens[end + 1].semicolon) end++;
      first = first < 0 ? end : first;
      try {
        name = parse(text.subarray(tokens[i].start, tokens[end].end), 0)[0].name;
      } catch (e) {
        error ??= e.message;
      }
    }

    end = name === null ? first : end;
    found.push({ start: tokens[i].start, end: tokens[end].end, name: name ?? '!' + error });
    i = end + 1;
  }

  return found;
}

function parse(text) {
  return pg.parseSync(text.toString()).stmts?.map(s => {
    const start = s.stmt_location ?? 0;
    return { start, end: s.stmt_len ? start + s.stmt_len : text.length, name: Object.keys(s.stmt)[0] };
  }) ?? [];
}

function scan(text) {
  return pg.scanSync(text.toString()).tokens
    .filter(t => t.tokenName !== 'SQL_COMMENT' && t.tokenName !== 'C_COMMENT')
    .map(t => ({ start: t.start, end: t.end, semicolon: t.tokenName === 'ASCII_59' }));
}

// The parser knows no COPY data: psql takes them out before the server sees anything. Line for line, they become empty here.
function blankCopyData(text) {
  let inData = false;
  return text.split('\n').map(line => {
    const bare = line.replace(/\r$/, '');
    if (inData) {
      inData = bare !== '\\.';
      return '';
    }

    inData = /^copy\s.*?\bfrom\s+stdin\b(?:'[^']*'|[^';])*;\s*(--.*)?$/i.test(bare);
    return line;
  }).join('\n');
}

// From an offset in bytes to LINE:COLUMN.
function places(text) {
  const starts = [0];
  for (let i = text.indexOf(10); i >= 0; i = text.indexOf(10, i + 1)) starts.push(i + 1);
  return offset => {
    let low = 0, high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle - 1;
    }

    return `${low + 1}:${text.subarray(starts[low], offset).toString().length + 1}`;
  };
}
