// The one door to SQLite and PostgreSQL. No other folder knows sqlite3 or libpq.
//
// Statements are one text for both engines (docs/developing.md lists what a shared statement must avoid): $1…$n
// parameters, integer booleans, times as integer milliseconds, dates as text.
// Reads run in parallel, each in a snapshot of its own. Writes go through one writer thread, which runs every queued
// write in a savepoint and commits them together (group commit): when write() returns, the commit is durable.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "db/schema.h"
#include "db/value.h"

namespace gulou::db {

class Connection;  // one per engine, inside src/db

// SELECT only.
class Reader {
 public:
  explicit Reader(Connection& connection) : connection_(connection) {}

  // Rows of a described struct; the statement must select as many columns as it has fields, in their order.
  template <class Row, class... Args>
  Result<std::vector<Row>> all(std::string_view sql, const Args&... args) {
    std::vector<Row> rows;
    const auto append = [&]() -> void* { return &rows.emplace_back(); };
    TRY(select(sql, bind(args...), type_of<Row>(), append));
    return rows;
  }
  template <class Row, class... Args>
  Result<std::optional<Row>> first(std::string_view sql, const Args&... args) {
    auto rows = TRY(all<Row>(sql, args...));
    if (rows.empty()) return std::optional<Row>();
    return std::optional<Row>(std::move(rows.front()));
  }
  // The first column of the first row as an integer; nullopt for no row or NULL.
  template <class... Args>
  Result<std::optional<std::int64_t>> integer(std::string_view sql, const Args&... args) {
    return select_integer(sql, bind(args...));
  }

 protected:
  template <class... Args>
  static std::vector<Value> bind(const Args&... args) {
    std::vector<Value> values;
    values.reserve(sizeof...(args));
    (values.push_back(to_value(args)), ...);
    return values;
  }
  // Calls `next` for each row to get the object that the row is read into.
  Result<void> select(std::string_view sql, const std::vector<Value>& args, const TypeInfo& row,
                      const std::function<void*()>& next);
  Result<std::optional<std::int64_t>> select_integer(std::string_view sql, const std::vector<Value>& args);

  Connection& connection_;
};

// What a page or cache depends on. A transaction says what it touches; after its commit the version of each rises.
enum class Topic : std::size_t { units, plan, measures, rules, obligations };
inline constexpr std::size_t topic_count = 5;

class Transaction : public Reader {
 public:
  using Reader::Reader;

  // INSERT, UPDATE, DELETE: the number of rows changed. A broken UNIQUE or PRIMARY KEY constraint gives an error of
  // kind conflict with code "unique:<table>.<column>[,<column>…]"; a broken FOREIGN KEY gives code "foreign_key".
  template <class... Args>
  Result<std::int64_t> execute(std::string_view sql, const Args&... args) {
    return run(sql, bind(args...));
  }
  // The same with as many parameters as the caller's list has.
  Result<std::int64_t> execute_list(std::string_view sql, const std::vector<Value>& args) { return run(sql, args); }
  template <class Row>
  Result<void> insert(const Table& table, const Row& row) {
    return insert_rows(table, std::span<const Row>(&row, 1));
  }
  // Many rows at the speed of the engine (prepared statement or pipeline).
  template <class Row>
  Result<void> insert_rows(const Table& table, std::span<const Row> rows) {
    return insert_erased(table, rows.data(), rows.size(), sizeof(Row));
  }
  void touch(Topic topic) { touched_ |= 1u << static_cast<std::size_t>(topic); }
  unsigned touched() const { return touched_; }

 private:
  Result<std::int64_t> run(std::string_view sql, const std::vector<Value>& args);
  Result<void> insert_erased(const Table& table, const void* rows, std::size_t count, std::size_t stride);
  unsigned touched_ = 0;
};

struct Options {
  int readers = 4;               // reading connections, opened as needed
  std::size_t max_batch = 256;   // writes in one group commit; 1 turns grouping off (bench/ compares)
  std::size_t max_queue = 4096;  // waiting writes; more are refused as unavailable
};

struct DatabaseCore;

class Database {
 public:
  // `location`: "postgres://…" or "postgresql://…" for PostgreSQL, else the path of a SQLite file, made if it is not
  // there.
  static Result<std::unique_ptr<Database>> open(const std::string& location, Options options = {});
  ~Database();  // finishes the writes that are queued

  // f(Reader&) -> Result<T>, in one read snapshot. May run on any thread.
  template <class F>
  auto read(F&& f) -> std::invoke_result_t<F&, Reader&> {
    std::optional<std::invoke_result_t<F&, Reader&>> out;
    auto outcome = with_reader([&](Reader& reader) { out.emplace(f(reader)); });
    if (!outcome) return Failure(std::move(outcome).error());
    return std::move(*out);
  }

  // f(Transaction&) -> Result<T>. If f fails, nothing of it is stored. On success it is durable when this returns.
  // f runs on the writer thread, and may run again (PostgreSQL serialisation failures), so it must not have other
  // effects.
  template <class F>
  auto write(F&& f) -> std::invoke_result_t<F&, Transaction&> {
    std::optional<std::invoke_result_t<F&, Transaction&>> out;
    auto outcome = run_write([&](Transaction& tx) -> Result<void> {
      out.emplace(f(tx));
      if (!*out) return Failure(out->error());
      return {};
    });
    if (!outcome) return Failure(std::move(outcome).error());
    return std::move(*out);
  }

  // For what nobody should wait long for. Queues f like write() and waits for it no longer than `patience`, and not at
  // all while an earlier one of this kind still waits. True: it is durable. False: f goes on without its caller, who
  // does not hear how it ends; so f must own all that it uses. Error: f failed, or too many writes are waiting.
  Result<bool> write_or_leave(std::function<Result<void>(Transaction&)> f, std::chrono::milliseconds patience);

  // Applies what is missing, in the given order, each in one transaction. Refuses a database that has migrations this
  // binary does not know (code "database_newer"). Returns how many it applied.
  Result<int> migrate(std::span<const Migration> migrations);

  // Structural soundness: PRAGMA integrity_check and foreign_key_check on SQLite; on PostgreSQL that foreign keys are
  // valid. Returns the problems found, empty if sound.
  Result<std::vector<std::string>> check();

  Engine engine() const;
  // Rises with every commit that touched the topic. On PostgreSQL another process may have committed: see shared().
  std::uint64_t version(Topic topic) const;
  // True if other processes may write too, so that a cache must also expire by time.
  bool shared() const { return engine() == Engine::postgres; }

 private:
  friend struct DatabaseAccess;  // for db/testing.cc
  explicit Database(std::unique_ptr<DatabaseCore> core);
  Result<void> with_reader(const std::function<void(Reader&)>& f);
  Result<void> run_write(const std::function<Result<void>(Transaction&)>& f);
  std::unique_ptr<DatabaseCore> core_;
};

}  // namespace gulou::db
