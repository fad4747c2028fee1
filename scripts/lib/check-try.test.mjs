import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misplaced } from './check-try.mjs';

const faults = {
  'a later member': 'Answer answer{.name = row.name,\n .history = TRY(history(row.id))};',
  'a second TRY': 'return Pair{TRY(a()), TRY(b())};',
  'a list': 'std::vector<Text> list{text, TRY(read())};',
  'what is inserted': 'out.push_back({each, TRY(account(reader, each)).name});',
  'an inner object': 'Outer outer{.first = a, .inner = {.only = TRY(b())}};',
  'a capture': 'run([page, style = TRY(read(file))] { return page + style; });',
  'an argument within a member': 'Entry entry{.name = name, .hash = hash(TRY(read(file)), key)};',
  'what a lambda gives': 'const auto f = [&](Id id) -> Result<Pair> { return Pair{id, TRY(find(id))}; };',
};
for (const [what, code] of Object.entries(faults)) {
  test(`TRY is misplaced: ${what}`, () => assert.equal(misplaced(code).length, 1));
}

const sound = {
  'the first member': 'Answer answer{.history = TRY(history(row.id)), .name = row.name};',
  'arguments, which are destroyed': 'send(text, TRY(find(id)), TRY(find(other)));',
  'statements in a body': 'Result<void> f(A a, B b) {\n  if (a) { save(a, b); TRY(g(a, b)); }\n  return {};\n}',
  'a lambda within an object': 'router.add({.path = path, .handler = [context](const Request& r) { return TRY(ask(r)); }});',
  'a lambda that says what it gives': 'Job job{name, [&](Reader& reader) -> Result<int> { return TRY(count(reader)); }};',
  'the first capture': 'run(a, [page = TRY(read(file)), style] { return page; });',
  'an index': 'values[TRY(place(a, b))] = c;',
  'words in strings and comments': 'Text text{"a", "TRY(b)"}; // {a, TRY(b)}',
  'a class': 'class Store final : public Base {\n  Result<A> f(int a, int b) const { TRY(g(a, b)); return a; }\n};',
};
for (const [what, code] of Object.entries(sound)) {
  test(`TRY is well placed: ${what}`, () => assert.deepEqual(misplaced(code), []));
}

test('the line of a fault is named', () => assert.deepEqual(misplaced('\n\nP p{a,\n  TRY(b())};'), [4]));
