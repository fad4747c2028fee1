#include "spine/journal/api.h"

#include <fmt/format.h>

#include <charconv>

#include "base/json.h"
#include "spine/access/caller.h"
#include "spine/journal/names.h"
#include "spine/journal/queries.h"
#include "spine/units/queries.h"

namespace gulou::journal {
namespace {

using net::Request;
using net::Response;

constexpr std::string_view read_permission = "journal.read";

struct JournalAnswer {
  std::vector<JournalLine> entries;
  std::optional<std::int64_t> next;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<JournalAnswer>) {
  return object("JournalAnswer", "Entries, newest first", field<&JournalAnswer::entries>("entries", "The entries"),
                field<&JournalAnswer::next>("next", "Pass it as `before` for older ones; null: these were the oldest"),
                field<&JournalAnswer::names>("names", "Of what the entries are about, and of ids in their details"));
}

struct OneEntry {
  JournalLine entry;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<OneEntry>) {
  return object("OneEntry", "One entry and the names of its ids", field<&OneEntry::entry>("entry", "The entry"),
                field<&OneEntry::names>("names", "Of what it is about, and of ids in its detail"));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

// A moment (RFC 3339), or a day of which the first moment counts.
std::optional<Instant> moment(std::string_view text) {
  if (const auto day = Date::parse(text)) return day->start();
  return Instant::parse(text);
}

// Reads the query one parameter after the other and remembers every fault.
class Query {
 public:
  explicit Query(const Request& request) : request_(request) {}

  template <class T>
  void read(std::string_view name, std::optional<T>& into, std::optional<T> (*parse)(std::string_view),
            const Text& wanted) {
    const auto text = request_.query_value(name);
    if (text.empty()) return;
    into = parse(text);
    if (!into) faults_.push_back({fmt::format("/{}", name), "wrong_type", wanted});
  }
  Result<void> finish() {
    if (!faults_.empty()) return fail(invalid_fields(std::move(faults_)));
    return {};
  }

 private:
  const Request& request_;
  std::vector<FieldError> faults_;
};

Result<Filter> filter_of(const Request& request) {
  Filter filter;
  Query query(request);
  const Text time = {"应当是日期或时间。", "Must be a date or a time (RFC 3339)."};
  const Text number = {"应当是正整数。", "Must be a positive whole number."};
  query.read("from", filter.from, &moment, time);
  query.read("to", filter.to, &moment, time);
  query.read("account", filter.account_id, &Id::parse, {"应当是账号编号。", "Must be the id of an account."});
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> limit;
  query.read("before", before, &whole_number, number);
  query.read("limit", limit, &whole_number, number);
  TRY(query.finish());
  if (before) filter.before = *before;
  if (limit) filter.limit = std::min(*limit, most_entries_per_answer);
  filter.action = request.query_value("action");
  filter.object_kind = request.query_value("object_kind");
  filter.object_id = request.query_value("object_id");
  return filter;
}

// What of the journal this auditor may read; narrowed to ?unit= if that is given. Gives all that they may read.
Result<std::string> narrow(db::Reader& reader, const Request& request, Filter& filter) {
  const auto& caller = access::caller_of(request);
  auto allowed = TRY(access::allowed_subtree(reader, caller, read_permission));
  filter.subtree = allowed;
  filter.without_unit = caller.acting && caller.acting->unit.level <= units::Level::prefecture;
  const auto code = request.query_value("unit");
  if (code.empty()) return allowed;
  const auto unit = TRY(units::by_code(reader, code));
  if (!units::within(unit.path, filter.subtree)) return fail(access::outside_subtree());
  filter.subtree = unit.path;
  filter.without_unit = false;
  return allowed;
}

Result<Response> get_journal(const ModuleContext& context, const Request& request) {
  auto filter = TRY(filter_of(request));
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    auto allowed = TRY(narrow(reader, request, filter));
    const auto by = TRY(name_reader(reader, access::caller_of(request), std::move(allowed)));
    JournalAnswer answer{.entries = TRY(find(reader, filter)), .next = std::nullopt, .names = {}};
    answer.names = TRY(names_in(reader, answer.entries, by));
    if (static_cast<std::int64_t>(answer.entries.size()) == filter.limit && answer.entries.back().number > 1)
      answer.next = answer.entries.back().number;
    return net::json_reply(json::write(answer));
  });
}

Result<Response> get_entry(const ModuleContext& context, const Request& request) {
  const auto number = whole_number(request.parameter("number"));
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    Filter filter{.limit = 1};
    auto allowed = TRY(narrow(reader, request, filter));
    std::vector<JournalLine> found;
    if (number && *number < std::numeric_limits<std::int64_t>::max()) {
      filter.before = *number + 1;
      found = TRY(find(reader, filter));
    }
    // The newest that may be read, up to this number: is it this one?
    if (found.empty() || found.front().number != *number)
      return fail(
          not_found_error({"没有这条日志，或您无权查看。", "There is no such entry, or it is not yours to read."}));
    const auto by = TRY(name_reader(reader, access::caller_of(request), std::move(allowed)));
    auto names = TRY(names_in(reader, found, by));
    return net::json_reply(json::write(OneEntry{.entry = std::move(found.front()), .names = std::move(names)}));
  });
}

}  // namespace

std::vector<access::Permission> permissions() {
  return {{.name = std::string(read_permission),
           .allows = {"查阅操作日志", "Read the journal"},
           .roles = {access::Role::auditor}}};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  router.add(net::Route{.pattern = "/api/journal",
                        .permission = std::string(read_permission),
                        .summary = "Search the journal, newest first",
                        .tags = {"journal"},
                        .gives = &type_of<JournalAnswer>(),
                        .query = {{"from", "Day or moment, included"},
                                  {"to", "Day or moment, not included"},
                                  {"account", "Id of the account (or operator token) that acted"},
                                  {"action", "An action, or the beginning of one: post is also post.grant"},
                                  {"unit", "12-digit code: what concerns this unit and those below"},
                                  {"object_kind", "Kind of object"},
                                  {"object_id", "Its id"},
                                  {"before", "Only entries with smaller numbers: `next` of the answer before"},
                                  {"limit", "How many at most: 50, up to 200"}},
                        .handler = [context](const Request& request) { return get_journal(context, request); }});
  router.add(net::Route{.pattern = "/api/journal/{number}",
                        .permission = std::string(read_permission),
                        .summary = "One entry of the journal",
                        .tags = {"journal"},
                        .gives = &type_of<OneEntry>(),
                        .query = {},
                        .handler = [context](const Request& request) { return get_entry(context, request); }});
}

}  // namespace gulou::journal
