// PostgreSQL 15 through libpq: text format, prepared statements, pipelined inserts.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "db/connection.h"

namespace gulou::db {
namespace {

constexpr std::size_t cached_statements = 256;
constexpr std::size_t pipelined_rows = 1000;  // between two synchronisations; their answers fit any socket buffer

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionHandle = std::unique_ptr<PGconn, Finish>;
using ResultHandle = std::unique_ptr<PGresult, Clear>;

std::string_view diagnostic(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// Types by their fixed numbers in pg_type.
std::optional<bool> is_integer_type(Oid type) {
  switch (type) {
    case 20:    // bigint
    case 21:    // smallint
    case 23:    // integer
    case 26:    // oid
    case 1700:  // numeric, which sum() gives
      return true;
    case 18:    // "char"
    case 19:    // name
    case 25:    // text
    case 1042:  // character
    case 1043:  // character varying
    case 705:   // a literal
      return false;
    default:
      return std::nullopt;
  }
}

constexpr Oid boolean_type = 16;

// nullopt for what is neither an integer nor text.
std::optional<Cell> read_field(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return Cell(Null{});
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  const Oid type = PQftype(result, column);
  if (type == boolean_type) return Cell(std::int64_t{text == "t"});
  const auto integer = is_integer_type(type);
  if (!integer) return std::nullopt;
  if (!*integer) return Cell(text);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Cell(number);
}

// Parameters in the form libpq takes them; valid as long as the values they were made of.
class Parameters {
 public:
  void set(std::span<const Value> values) {
    pointers_.resize(values.size());
    numbers_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) pointers_[i] = text_of(values[i], numbers_[i]);
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* data() const { return pointers_.data(); }

 private:
  using Digits = std::array<char, 24>;

  static const char* text_of(const Value& value, Digits& digits) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->c_str();
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) return nullptr;
    *std::to_chars(digits.data(), digits.data() + digits.size() - 1, *number).ptr = '\0';
    return digits.data();
  }

  std::vector<const char*> pointers_;
  std::vector<Digits> numbers_;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(ConnectionHandle connection) : connection_(std::move(connection)) {}

  Engine engine() const override { return Engine::postgres; }
  Result<void> set_up(Access access);
  Result<std::vector<std::string>> problems() override;
  Result<void> lock_migrations() override { return do_control("LOCK TABLE migration IN EXCLUSIVE MODE"); }

 protected:
  Result<void> do_begin(Access access) override;
  Result<void> do_control(std::string_view sql) override;
  bool in_transaction() const override;
  Result<std::int64_t> do_execute(std::string_view sql, std::span<const Value> args, const RowSink& sink) override;
  Result<void> do_insert(std::string_view sql, std::size_t count,
                         const std::function<Result<std::span<const Value>>(std::size_t)>& row) override;

 private:
  Failure failure(const PGresult* result, std::string_view sql);
  Error classify(const PGresult* result, std::string_view sql);
  Result<std::string> prepare(std::string_view sql);
  Result<void> send(const std::string& statement, std::string_view sql);
  Result<void> read_rows(const PGresult* result, const RowSink& sink, std::string_view sql);
  Result<void> send_rows(const std::string& statement, std::string_view sql, std::size_t begin, std::size_t end,
                         const std::function<Result<std::span<const Value>>(std::size_t)>& row);
  Result<void> receive_until_sync(std::string_view sql);
  Result<void> load_unique_keys();
  Result<void> find_orphans(std::span<const std::string> key, std::vector<std::string>& found);

  ConnectionHandle connection_;
  std::map<std::string, std::string, std::less<>> statements_;  // SQL to the name it is prepared under
  std::uint64_t prepared_ = 0;
  Parameters parameters_;
  std::vector<Cell> cells_;
  // The name of each unique constraint and index, to "table.column,column" (or its own name if over expressions).
  std::map<std::string, std::string, std::less<>> unique_keys_;
  bool reload_unique_keys_ = false;
};

// The log gets the server's message without its detail, and no message at all for errors in data: both quote values,
// which may be personal.
Error PostgresConnection::classify(const PGresult* result, std::string_view sql) {
  const auto state = diagnostic(result, PG_DIAG_SQLSTATE);
  const auto message = state.starts_with("22") ? std::string_view() : diagnostic(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string log = fmt::format("postgres {}: {} [{}]", state, message, sql);
  if (state == "23505") {
    const auto name = diagnostic(result, PG_DIAG_CONSTRAINT_NAME);
    const auto known = unique_keys_.find(name);
    if (known != unique_keys_.end()) return unique_error(known->second, std::move(log));
    reload_unique_keys_ = true;  // another process has changed the schema
    return unique_error(std::string(name), std::move(log));
  }
  if (state == "23503") return foreign_key_error(std::move(log));
  if (state == "53100") return unavailable_error("storage_full", std::move(log));
  if (state.starts_with("58")) return unavailable_error("storage_failed", std::move(log));
  if (state.starts_with("53") || state == "55P03" || state == "40001" || state == "40P01" || state == "57014")
    return unavailable_error("database_busy", std::move(log));
  return internal_error(std::move(log));
}

Failure PostgresConnection::failure(const PGresult* result, std::string_view sql) {
  const auto state = diagnostic(result, PG_DIAG_SQLSTATE);
  // 08P01 is a protocol violation, e.g. too few parameters: the connection lives on.
  const bool away =
      (state.starts_with("08") && state != "08P01") || state == "57P01" || state == "57P02" || state == "57P03";
  if (away || PQstatus(connection_.get()) == CONNECTION_BAD)
    return broken(State::lost, unavailable_error("database_away", fmt::format("postgres {}: {} [{}]", state,
                                                                              PQerrorMessage(connection_.get()), sql)));
  if (state == "0A000") {  // the table behind a prepared statement was altered
    if (const auto found = statements_.find(sql); found != statements_.end()) statements_.erase(found);
  }
  Error error = classify(result, sql);
  if (state == "40001" || state == "40P01") return broken(State::restart, std::move(error));
  return fail(std::move(error));
}

bool PostgresConnection::in_transaction() const {
  const auto status = PQtransactionStatus(connection_.get());
  return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

Result<void> PostgresConnection::do_begin(Access access) {
  if (access == Access::read) return do_control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (reload_unique_keys_) TRY(load_unique_keys());
  return do_control("BEGIN ISOLATION LEVEL SERIALIZABLE");
}

Result<void> PostgresConnection::do_control(std::string_view sql) {
  const ResultHandle result(PQexec(connection_.get(), std::string(sql).c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failure(result.get(), sql);
  // COMMIT of a transaction that has failed is no error to PostgreSQL; only its tag says that nothing is stored.
  const std::string_view tag = PQcmdStatus(result.get());
  if (sql == "COMMIT" && tag != "COMMIT") return fail(internal_error(fmt::format("COMMIT was answered by {}", tag)));
  return {};
}

Result<std::string> PostgresConnection::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  if (statements_.size() >= cached_statements) {
    statements_.clear();
    TRY(do_control("DEALLOCATE ALL"));
  }
  auto name = fmt::format("s{}", ++prepared_);
  const ResultHandle result(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(), 0, nullptr));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return failure(result.get(), sql);
  statements_.emplace(sql, name);
  return name;
}

Result<void> PostgresConnection::send(const std::string& statement, std::string_view sql) {
  if (PQsendQueryPrepared(connection_.get(), statement.c_str(), parameters_.count(), parameters_.data(), nullptr,
                          nullptr, 0) == 1)
    return {};
  return failure(nullptr, sql);
}

Result<void> PostgresConnection::read_rows(const PGresult* result, const RowSink& sink, std::string_view sql) {
  const int columns = PQnfields(result);
  for (int row = 0; row < PQntuples(result); ++row) {
    cells_.clear();
    for (int column = 0; column < columns; ++column) {
      const auto cell = read_field(result, row, column);
      if (!cell) return fail(internal_error(fmt::format("column {} is neither integer nor text: {}", column + 1, sql)));
      cells_.push_back(*cell);
    }
    TRY(sink(cells_));
  }
  return {};
}

// The number in the tag of INSERT, UPDATE and DELETE.
std::int64_t changed_rows(PGresult* result) {
  const std::string_view tag = PQcmdStatus(result);
  if (!tag.starts_with("INSERT") && !tag.starts_with("UPDATE") && !tag.starts_with("DELETE")) return 0;
  const std::string_view digits = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

Result<std::int64_t> PostgresConnection::do_execute(std::string_view sql, std::span<const Value> args,
                                                    const RowSink& sink) {
  const auto statement = TRY(prepare(sql));
  parameters_.set(args);
  TRY(send(statement, sql));
  PQsetSingleRowMode(connection_.get());
  Result<std::int64_t> outcome = 0;
  // All results must be taken, also after a failure.
  while (const ResultHandle result{PQgetResult(connection_.get())}) {
    if (!outcome) continue;
    switch (PQresultStatus(result.get())) {
      case PGRES_SINGLE_TUPLE:
      case PGRES_TUPLES_OK:
        if (sink)
          if (auto read = read_rows(result.get(), sink, sql); !read) outcome = fail(std::move(read).error());
        if (outcome) outcome = changed_rows(result.get());
        break;
      case PGRES_COMMAND_OK:
        outcome = changed_rows(result.get());
        break;
      case PGRES_EMPTY_QUERY:
        outcome = fail(internal_error("an empty statement"));
        break;
      case PGRES_BAD_RESPONSE:
      case PGRES_NONFATAL_ERROR:
      case PGRES_FATAL_ERROR:
      case PGRES_COPY_OUT:
      case PGRES_COPY_IN:
      case PGRES_COPY_BOTH:
      case PGRES_PIPELINE_SYNC:
      case PGRES_PIPELINE_ABORTED:
        outcome = failure(result.get(), sql);
        break;
    }
  }
  if (outcome && PQstatus(connection_.get()) == CONNECTION_BAD) return failure(nullptr, sql);
  return outcome;
}

Result<void> PostgresConnection::send_rows(const std::string& statement, std::string_view sql, std::size_t begin,
                                           std::size_t end,
                                           const std::function<Result<std::span<const Value>>(std::size_t)>& row) {
  for (std::size_t i = begin; i < end; ++i) {
    parameters_.set(TRY(row(i)));
    TRY(send(statement, sql));
  }
  return {};
}

// Takes the answers to all that was sent; the first failure counts, the server skips what follows it.
Result<void> PostgresConnection::receive_until_sync(std::string_view sql) {
  Result<void> outcome;
  while (PQstatus(connection_.get()) == CONNECTION_OK) {
    const ResultHandle result(PQgetResult(connection_.get()));
    if (!result) continue;  // the end of one statement's answers
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) return outcome;
    if (status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_ABORTED && outcome) outcome = failure(result.get(), sql);
  }
  return failure(nullptr, sql);
}

Result<void> PostgresConnection::do_insert(std::string_view sql, std::size_t count,
                                           const std::function<Result<std::span<const Value>>(std::size_t)>& row) {
  const auto statement = TRY(prepare(sql));
  if (PQenterPipelineMode(connection_.get()) != 1) return failure(nullptr, sql);
  Result<void> outcome;
  for (std::size_t begin = 0; begin < count && outcome; begin += pipelined_rows) {
    const auto sent = send_rows(statement, sql, begin, std::min(begin + pipelined_rows, count), row);
    if (PQpipelineSync(connection_.get()) != 1) return failure(nullptr, sql);
    const auto received = receive_until_sync(sql);
    outcome = received ? sent : received;
  }
  if (PQexitPipelineMode(connection_.get()) != 1 && outcome) return failure(nullptr, sql);
  return outcome;
}

Result<void> PostgresConnection::load_unique_keys() {
  unique_keys_.clear();
  reload_unique_keys_ = false;
  const auto keep = [&](std::span<const Cell> row) -> Result<void> {
    const auto* columns = std::get_if<std::string_view>(&row[2]);
    const std::string name(std::get<std::string_view>(row[0]));
    unique_keys_[name] = columns == nullptr ? name : fmt::format("{}.{}", std::get<std::string_view>(row[1]), *columns);
    return {};
  };
  // Column number 0 stands for an expression: then the key has no list of columns.
  TRY(
      do_execute("SELECT i.relname, t.relname, CASE WHEN bool_and(k.number > 0) THEN "
                 "string_agg(a.attname, ',' ORDER BY k.position) END "
                 "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
                 "JOIN pg_namespace n ON n.oid = t.relnamespace "
                 "CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY k (number, position) "
                 "LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number "
                 "WHERE x.indisunique AND k.position <= x.indnkeyatts AND n.nspname = current_schema() "
                 "GROUP BY i.relname, t.relname",
                 {}, keep));
  return {};
}

Result<void> PostgresConnection::set_up(Access access) {
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8")
    return fail(Error{
        .kind = ErrorKind::invalid,
        .code = "database_encoding",
        .message = {"PostgreSQL 数据库的编码必须是 UTF8。", "The encoding of the PostgreSQL database must be UTF8."}});
  // Acknowledged means durable: a server or role set to synchronous_commit = off is overruled, stricter settings stay.
  TRY(
      do_control("SET lock_timeout = '5s'; SET jit = off; SET standard_conforming_strings = on; "
                 "SELECT set_config('synchronous_commit', 'on', false) "
                 "WHERE current_setting('synchronous_commit') = 'off'"));
  if (access == Access::write) TRY(load_unique_keys());
  return {};
}

// Adds a line if rows of a foreign key's table refer to none. `key`: name, table, columns, referred table and columns.
Result<void> PostgresConnection::find_orphans(std::span<const std::string> key, std::vector<std::string>& found) {
  const auto& child = key[1];
  const auto& parent = key[3];
  const auto sql = fmt::format(
      "SELECT count(*) FROM {0} c WHERE ({1}) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {2} p WHERE ({3}) = ({1}))",
      child, key[2], parent, key[4]);
  const auto keep = [&](std::span<const Cell> row) -> Result<void> {
    const auto count = std::get<std::int64_t>(row.front());
    if (count != 0)
      found.push_back(fmt::format("{} rows of {} refer to no row of {} ({})", count, child, parent, key[0]));
    return {};
  };
  TRY(execute(sql, {}, keep));
  return {};
}

Result<std::vector<std::string>> PostgresConnection::problems() {
  std::vector<std::string> found;
  std::vector<std::array<std::string, 5>> keys;
  const auto add_key = [&](std::span<const Cell> row) -> Result<void> {
    auto& key = keys.emplace_back();
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = std::get<std::string_view>(row[i]);
    return {};
  };
  TRY(
      execute("SELECT f.conname, f.conrelid::regclass::text, "
              "(SELECT string_agg('c.' || quote_ident(a.attname), ', ' ORDER BY k.position) "
              "FROM unnest(f.conkey) WITH ORDINALITY k (number, position) "
              "JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number), f.confrelid::regclass::text, "
              "(SELECT string_agg('p.' || quote_ident(a.attname), ', ' ORDER BY k.position) "
              "FROM unnest(f.confkey) WITH ORDINALITY k (number, position) "
              "JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number) "
              "FROM pg_constraint f JOIN pg_namespace n ON n.oid = f.connamespace "
              "WHERE f.contype = 'f' AND n.nspname = current_schema() ORDER BY 1",
              {}, add_key));
  for (const auto& key : keys) TRY(find_orphans(key, found));
  const auto add_line = [&](std::span<const Cell> row) -> Result<void> {
    found.emplace_back(std::get<std::string_view>(row.front()));
    return {};
  };
  TRY(
      execute("SELECT 'index ' || x.indexrelid::regclass::text || ' is not valid' FROM pg_index x "
              "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace "
              "WHERE NOT x.indisvalid AND n.nspname = current_schema()",
              {}, add_line));
  TRY(
      execute("SELECT 'the server runs with ' || name || ' = off' FROM pg_settings "
              "WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'",
              {}, add_line));
  return found;
}

Result<void> check_url(const std::string& url) {
  char* message = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &message);
  const bool valid = options != nullptr;
  PQconninfoFree(options);
  const std::string why = message == nullptr ? "" : message;
  PQfreemem(message);
  if (valid) return {};
  return fail(Error{.kind = ErrorKind::invalid,
                    .code = "database_location",
                    .message = {"数据库地址的格式不正确。", "The address of the database is malformed."},
                    .internal = {why}});
}

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const std::string& url, Access access) {
  TRY(check_url(url));
  // What stands before dbname are defaults that the URL may change; what stands behind is fixed.
  const std::array<const char*, 7> keywords = {"connect_timeout",
                                               "tcp_user_timeout",
                                               "application_name",
                                               "keepalives_idle",
                                               "dbname",
                                               "client_encoding",
                                               nullptr};
  const std::array<const char*, 7> values = {"5", "30000", "gulou", "30", url.c_str(), "UTF8", nullptr};
  ConnectionHandle handle(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(handle.get()) != CONNECTION_OK)
    return fail(unavailable_error("database_away", PQerrorMessage(handle.get())));
  auto connection = std::make_unique<PostgresConnection>(std::move(handle));
  TRY(connection->set_up(access));
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace gulou::db
