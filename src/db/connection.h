// One connection to one engine. Inside src/db only: the rest of the program sees Database, Reader and Transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "db/schema.h"
#include "db/value.h"

namespace gulou::db {

// A value of a row as the engine holds it; text lives until the next row.
using Cell = std::variant<Null, std::int64_t, std::string_view>;
// Takes one row; a failure ends the statement.
using RowSink = std::function<Result<void>(std::span<const Cell>)>;

// Like read_value (value.h), for a cell.
bool read_cell(const TypeInfo& type, const Cell& cell, void* field);

enum class Access { read, write };

class Connection {
 public:
  enum class State {
    good,
    failed,   // a statement failed; only rollback_to or rollback help (SQLite would go on, PostgreSQL would not)
    restart,  // serialisation failure: nothing is stored, the whole transaction may be run again
    lost,     // the connection or its transaction is gone; drop this object
  };

  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Engine engine() const = 0;
  State state() const { return state_; }
  // What brought the connection out of State::good.
  const Error& fault() const { return fault_; }

  // Access::read takes one snapshot for all statements until commit or rollback.
  Result<void> begin(Access access);
  // On failure nothing is stored, or, if the connection was lost meanwhile, no one knows.
  Result<void> commit();
  void rollback();

  // One level of savepoint, for one job of a batch.
  Result<void> savepoint() { return control("SAVEPOINT job"); }
  Result<void> release() { return control("RELEASE SAVEPOINT job"); }
  Result<void> rollback_to();

  // One statement with parameters $1…$n. Gives the number of rows that INSERT, UPDATE or DELETE changed, else 0.
  Result<std::int64_t> execute(std::string_view sql, std::span<const Value> args, const RowSink& sink = {});
  // The described rows at `rows`, `stride` bytes apart, checked one by one in their order.
  Result<void> insert(const Table& table, const void* rows, std::size_t count, std::size_t stride);

  // Structural faults of the whole database, in words; called outside a transaction.
  virtual Result<std::vector<std::string>> problems() = 0;
  // Makes sure that until the end of this transaction no other process runs migrations. The table exists.
  virtual Result<void> lock_migrations() = 0;

 protected:
  Connection() = default;

  virtual Result<void> do_begin(Access access) = 0;
  virtual Result<void> do_control(std::string_view sql) = 0;  // a statement without parameters or rows
  virtual bool in_transaction() const = 0;
  virtual Result<std::int64_t> do_execute(std::string_view sql, std::span<const Value> args, const RowSink& sink) = 0;
  // `row(i)` gives the parameters of the i-th row.
  virtual Result<void> do_insert(std::string_view sql, std::size_t count,
                                 const std::function<Result<std::span<const Value>>(std::size_t)>& row) = 0;

  // Records a failure; an engine calls it with the state the failure leaves behind.
  Failure broken(State state, Error error);

 private:
  Result<void> control(std::string_view sql);
  Result<void> check_usable();
  Failure note(Error error);

  State state_ = State::good;
  Error fault_;
};

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, Access access);
Result<std::unique_ptr<Connection>> open_postgres(const std::string& url, Access access);
bool is_postgres_url(std::string_view location);
Result<std::unique_ptr<Connection>> open_connection(const std::string& location, Access access);

// Errors that both engines give alike. `columns` is "table.column,column" or the name of an index over expressions.
Error unique_error(const std::string& columns, std::string what_the_log_should_say);
Error foreign_key_error(std::string what_the_log_should_say);
// Refuses text that one engine would store and the other would not: NUL, or what is not UTF-8.
Result<void> check_text(std::string_view text);

}  // namespace gulou::db
