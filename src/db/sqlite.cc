// SQLite: one file, WAL, every commit synced.
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

#include "db/connection.h"

namespace gulou::db {
namespace {

constexpr int application_id = 0x47554C4F;  // "GULO"
constexpr int busy_timeout_ms = 5000;
constexpr std::size_t cached_statements = 256;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

struct Prepared {
  StatementHandle handle;
  std::vector<std::size_t> numbers;  // of the parameter at each index: 2 for "$2"
  std::size_t arguments = 0;         // how many the statement needs
};

// Ends the execution of a statement on every way out, and lets go of its arguments.
class Execution {
 public:
  explicit Execution(sqlite3_stmt* statement) : statement_(statement) {}
  ~Execution() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

 private:
  sqlite3_stmt* statement_;
};

// "UNIQUE constraint failed: unit_code.unit_id, unit_code.code" gives "unit_code.unit_id,code";
// "UNIQUE constraint failed: index 'unit_by_name'" (an index over expressions) gives "unit_by_name".
std::string unique_columns(std::string_view message) {
  constexpr std::string_view lead = "failed: ";
  const auto at = message.find(lead);
  if (at == std::string_view::npos) return std::string(message);
  message.remove_prefix(at + lead.size());
  constexpr std::string_view index = "index '";
  if (message.starts_with(index)) {
    message.remove_prefix(index.size());
    return std::string(message.substr(0, message.find('\'')));
  }
  std::string columns;
  while (!message.empty()) {
    const auto comma = message.find(", ");
    const auto name = message.substr(0, comma);
    columns += columns.empty() ? std::string(name) : "," + std::string(name.substr(name.find('.') + 1));
    message.remove_prefix(comma == std::string_view::npos ? message.size() : comma + 2);
  }
  return columns;
}

// `about`: the statement or file at fault, for the log.
Error sqlite_error(int code, std::string_view message, std::string_view about) {
  const std::string log = fmt::format("sqlite {}: {} [{}]", code, message, about);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
    return unique_error(unique_columns(message), log);
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return foreign_key_error(log);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return unavailable_error("storage_full", log);
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
      return unavailable_error("storage_failed", log);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable_error("database_busy", log);
    default:
      return internal_error(log);
  }
}

bool only_space(std::string_view text) { return text.find_first_not_of(" \t\r\n;") == std::string_view::npos; }

// Finds the numbers of the parameters: SQLite takes "$2" for a name and numbers parameters as they appear.
Result<void> number_parameters(Prepared& prepared, std::string_view sql) {
  const int count = sqlite3_bind_parameter_count(prepared.handle.get());
  std::vector<bool> seen(static_cast<std::size_t>(count) + 1, false);
  for (int i = 1; i <= count; ++i) {
    const char* name = sqlite3_bind_parameter_name(prepared.handle.get(), i);
    const std::string_view text = name == nullptr ? "" : name;
    std::size_t number = 0;
    const bool valid = text.starts_with('$') &&
                       std::from_chars(text.data() + 1, text.data() + text.size(), number).ptr == text.end() &&
                       number >= 1 && number <= static_cast<std::size_t>(count) && !seen[number];
    if (!valid) return fail(internal_error(fmt::format("parameters must be $1…$n without gaps: {}", sql)));
    seen[number] = true;
    prepared.numbers.push_back(number);
  }
  prepared.arguments = prepared.numbers.size();
  return {};
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(DatabaseHandle database, Access access) : database_(std::move(database)), access_(access) {}

  Engine engine() const override { return Engine::sqlite; }
  Result<void> set_up();
  Result<std::vector<std::string>> problems() override;
  // BEGIN IMMEDIATE is all the lock there is.
  Result<void> lock_migrations() override { return {}; }

 protected:
  Result<void> do_begin(Access access) override {
    return do_control(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  Result<void> do_control(std::string_view sql) override {
    TRY(do_execute(sql, {}, {}));
    return {};
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(database_.get()) == 0; }
  Result<std::int64_t> do_execute(std::string_view sql, std::span<const Value> args, const RowSink& sink) override;
  Result<void> do_insert(std::string_view sql, std::size_t count,
                         const std::function<Result<std::span<const Value>>(std::size_t)>& row) override;

 private:
  Failure failure(std::string_view sql);
  Result<Prepared*> prepare(std::string_view sql);
  Result<void> bind(const Prepared& prepared, std::span<const Value> args, std::string_view sql);
  Result<void> step_through(const Prepared& prepared, const RowSink& sink, std::string_view sql);
  Result<void> read_row(sqlite3_stmt* statement, std::string_view sql);
  Result<std::int64_t> pragma(std::string_view sql);
  Result<void> check_owner();
  Result<void> use_wal();

  DatabaseHandle database_;
  const Access access_;
  std::map<std::string, Prepared, std::less<>> statements_;  // finalised before database_ closes
  std::vector<Cell> cells_;
};

Failure SqliteConnection::failure(std::string_view sql) {
  const int code = sqlite3_extended_errcode(database_.get());
  if (access_ == Access::read && code == SQLITE_READONLY)
    return fail(internal_error(fmt::format("a read tried to write: {}", sql)));
  return fail(sqlite_error(code, sqlite3_errmsg(database_.get()), sql));
}

Result<Prepared*> SqliteConnection::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return &found->second;
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                         &tail) != SQLITE_OK)
    return failure(sql);
  Prepared prepared{.handle = StatementHandle(raw), .numbers = {}};
  if (raw == nullptr || !only_space(sql.substr(static_cast<std::size_t>(tail - sql.data()))))
    return fail(internal_error(fmt::format("not exactly one statement: {}", sql)));
  TRY(number_parameters(prepared, sql));
  if (statements_.size() >= cached_statements) statements_.clear();
  return &statements_.emplace(sql, std::move(prepared)).first->second;
}

Result<void> SqliteConnection::bind(const Prepared& prepared, std::span<const Value> args, std::string_view sql) {
  if (args.size() != prepared.arguments)
    return fail(internal_error(fmt::format("{} arguments for {}: {}", args.size(), prepared.arguments, sql)));
  for (std::size_t i = 0; i < prepared.numbers.size(); ++i) {
    const Value& value = args[prepared.numbers[i] - 1];
    const int index = static_cast<int>(i) + 1;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      code = sqlite3_bind_int64(prepared.handle.get(), index, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      // The arguments outlive the execution (see Execution), so SQLite needs no copy.
      code = sqlite3_bind_text64(prepared.handle.get(), index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      code = sqlite3_bind_null(prepared.handle.get(), index);
    }
    if (code != SQLITE_OK) return failure(sql);
  }
  return {};
}

Result<void> SqliteConnection::read_row(sqlite3_stmt* statement, std::string_view sql) {
  cells_.clear();
  const int columns = sqlite3_column_count(statement);
  for (int i = 0; i < columns; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_NULL:
        cells_.emplace_back(Null{});
        break;
      case SQLITE_INTEGER:
        cells_.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
        break;
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        if (text == nullptr) return failure(sql);  // out of memory
        cells_.emplace_back(std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        break;
      }
      default:
        return fail(internal_error(fmt::format("column {} is neither integer nor text: {}", i + 1, sql)));
    }
  }
  return {};
}

Result<void> SqliteConnection::step_through(const Prepared& prepared, const RowSink& sink, std::string_view sql) {
  for (;;) {
    const int code = sqlite3_step(prepared.handle.get());
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failure(sql);
    if (!sink) continue;
    TRY(read_row(prepared.handle.get(), sql));
    TRY(sink(cells_));
  }
}

Result<std::int64_t> SqliteConnection::do_execute(std::string_view sql, std::span<const Value> args,
                                                  const RowSink& sink) {
  const bool was_in_transaction = in_transaction();
  Prepared* prepared = TRY(prepare(sql));
  const auto before = sqlite3_total_changes64(database_.get());
  {
    const Execution execution(prepared->handle.get());
    TRY(bind(*prepared, args, sql));
    if (auto done = step_through(*prepared, sink, sql); !done) {
      // After some errors (a full disk, a failed write) SQLite rolls the whole transaction back by itself; then the
      // connection is given up, so that nothing goes on as if the transaction were still there.
      if (was_in_transaction && !in_transaction()) return broken(State::lost, std::move(done).error());
      return fail(std::move(done).error());
    }
  }
  return sqlite3_total_changes64(database_.get()) == before ? 0 : sqlite3_changes64(database_.get());
}

Result<void> SqliteConnection::do_insert(std::string_view sql, std::size_t count,
                                         const std::function<Result<std::span<const Value>>(std::size_t)>& row) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto args = TRY(row(i));
    TRY(do_execute(sql, args, {}));
  }
  return {};
}

Result<std::int64_t> SqliteConnection::pragma(std::string_view sql) {
  std::int64_t value = 0;
  const auto keep = [&](std::span<const Cell> row) -> Result<void> {
    if (const auto* number = std::get_if<std::int64_t>(&row.front())) value = *number;
    return {};
  };
  TRY(do_execute(sql, {}, keep));
  return value;
}

// Another program's file is left as it is.
Result<void> SqliteConnection::check_owner() {
  const auto refused = [](const std::string& why) {
    return fail(Error{.kind = ErrorKind::invalid,
                      .code = "not_a_gulou_database",
                      .message = {"该文件不是鼓楼的数据库,未作任何改动。",
                                  "The file is not a database of Gulou; it was left as it is."},
                      .internal = {why}});
  };
  auto id = pragma("PRAGMA application_id");
  if (!id) {
    if ((sqlite3_extended_errcode(database_.get()) & 0xff) == SQLITE_NOTADB) return refused("not an SQLite file");
    return fail(std::move(id).error());
  }
  if (*id == application_id) return {};
  if (*id != 0) return refused(fmt::format("application_id is {}", *id));
  if (TRY(pragma("SELECT count(*) FROM sqlite_schema")) != 0) return refused("tables, but no application_id");
  TRY(do_execute(fmt::format("PRAGMA application_id = {}", application_id), {}, {}));
  return {};
}

// The busy handler does not cover the change of the journal mode, which needs the file to itself for a moment.
Result<void> SqliteConnection::use_wal() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_ms);
  for (;;) {
    bool wal = false;
    auto done = do_execute("PRAGMA journal_mode = WAL", {}, [&](std::span<const Cell> row) -> Result<void> {
      const auto* mode = std::get_if<std::string_view>(&row.front());
      wal = mode != nullptr && *mode == "wal";
      return {};
    });
    if (done && wal) return {};
    if (done) return fail(unavailable_error("storage_failed", "the file system does not support WAL"));
    if (done.error().code != "database_busy" || std::chrono::steady_clock::now() > deadline)
      return fail(std::move(done).error());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

Result<void> SqliteConnection::set_up() {
  sqlite3_extended_result_codes(database_.get(), 1);
  sqlite3_busy_timeout(database_.get(), busy_timeout_ms);
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // "nosuch" is an error as on PostgreSQL, not a piece of text.
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  TRY(check_owner());
  TRY(use_wal());
  // case_sensitive_like: LIKE as on PostgreSQL. cache_size in KiB. journal_size_limit: cut the log after an import.
  // wal_autocheckpoint in pages: 16 MiB, since a page that many writes change is then copied back once for all of them.
  for (const char* sql :
       {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF",
        "PRAGMA secure_delete = ON", "PRAGMA cell_size_check = ON", "PRAGMA case_sensitive_like = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA journal_size_limit = 67108864", "PRAGMA wal_autocheckpoint = 4000"})
    TRY(do_execute(sql, {}, {}));
  TRY(do_execute(access_ == Access::write ? "PRAGMA cache_size = -32768" : "PRAGMA cache_size = -8192", {}, {}));
  if (access_ == Access::read) TRY(do_execute("PRAGMA query_only = ON", {}, {}));
  statements_.clear();
  return {};
}

Result<std::vector<std::string>> SqliteConnection::problems() {
  std::vector<std::string> found;
  TRY(execute("PRAGMA integrity_check", {}, [&](std::span<const Cell> row) -> Result<void> {
    const auto* line = std::get_if<std::string_view>(&row.front());
    if (line != nullptr && *line != "ok") found.emplace_back(*line);
    return {};
  }));
  TRY(execute("SELECT \"table\", coalesce(rowid, 0), parent FROM pragma_foreign_key_check", {},
              [&](std::span<const Cell> row) -> Result<void> {
                found.push_back(fmt::format("row {} of {} refers to no row of {}", std::get<std::int64_t>(row[1]),
                                            std::get<std::string_view>(row[0]), std::get<std::string_view>(row[2])));
                return {};
              }));
  return found;
}

// Makes an empty file that only its owner may read; SQLite gives its log the same permissions.
void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, Access access) {
  if (path.empty() || path.starts_with(':'))
    return fail(Error{.kind = ErrorKind::invalid,
                      .code = "database_location",
                      .message = {"数据库位置应为文件路径或 postgres:// 地址。",
                                  "A database is the path of a file or a postgres:// address."}});
  // Nobody asks SQLite how much memory it has; counting takes a lock of the whole process at every allocation.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (uncounted != SQLITE_OK) return fail(sqlite_error(uncounted, "SQLite was in use before", path));
  make_private_file(path);
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  DatabaseHandle database(raw);
  if (code != SQLITE_OK) return fail(sqlite_error(code, raw == nullptr ? "out of memory" : sqlite3_errmsg(raw), path));
  auto connection = std::make_unique<SqliteConnection>(std::move(database), access);
  TRY(connection->set_up());
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace gulou::db
