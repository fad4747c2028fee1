#include "modules/notices/api.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "modules/notices/paper.h"
#include "modules/notices/queries.h"
#include "net/origin.h"
#include "net/range.h"
#include "spine/documents/download.h"
#include "spine/documents/paper.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::notices {
namespace {

constexpr std::int64_t notices_per_answer = 100;
// A sound that was withdrawn must not play on for long from where it was kept on the way.
constexpr std::string_view sound_is_kept_for = "public, max-age=300, must-revalidate";

Result<Id> id_of(std::string_view text) {
  if (const auto id = Id::parse(text)) return *id;
  return fail(not_found_error({"没有这份公告。", "There is no such notice."}));
}

// What time does has no button.
std::vector<workflow::OfferedAction> buttons(const access::Caller& caller, std::string_view state,
                                             const units::UnitSummary& unit) {
  auto all = workflow::offered(caller, notice_machine(), state, unit);
  std::erase_if(all, [](const auto& each) { return each.name == "expire"; });
  return all;
}

Result<Notice> notice_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                         const NoticeRow& row) {
  const auto unit = TRY(units::by_id(reader, row.unit_id));
  const Text state = notice_machine().label_of(row.state);
  const Text kind = label_of(row.kind);
  const auto today = context.clock.today();
  const auto recordings =
      TRY(reader.integer("SELECT count(*) FROM notice_recording WHERE notice_id = $1", row.id)).value_or(0);
  return Notice{.id = row.id,
                .unit = {unit.code, unit.name, unit.level},
                .kind = row.kind,
                .kind_zh = kind.zh,
                .kind_en = kind.en,
                .title = row.title,
                .text = row.text,
                .from_on = row.from_on,
                .until_on = row.until_on,
                .contact = row.contact,
                .state = row.state,
                .state_zh = state.zh,
                .state_en = state.en,
                .shown = row.state == "published" && row.from_on <= today && today <= row.until_on,
                .recordings = recordings,
                .version = row.version,
                .made_at = row.made_at,
                .published_at = row.published_at,
                .ended_at = row.ended_at,
                .demo = row.is_demo,
                .actions = buttons(caller, row.state, unit)};
}

Result<NoticeDetail> detail_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                               const Id& id) {
  const auto row = TRY(find_notice(reader, id));
  const auto unit = TRY(units::by_id(reader, row.unit_id));
  TRY(access::require(reader, caller, read_permission, unit));
  auto notice = TRY(notice_of(reader, context, caller, row));
  auto history = TRY(workflow::history(reader, notice_machine(), id));
  NoticeDetail out{.notice = std::move(notice), .recordings = {}, .files = {}, .history = std::move(history)};
  const bool open = row.state == "draft" || row.state == "published";
  out.may_record = open && workflow::permit(reader, caller, write_permission, workflow::Where::own, unit).has_value();
  for (const auto& each : TRY(recordings_of(reader, id))) out.recordings.push_back(shown(each));
  for (const auto& file : TRY(documents::attachments_of(reader, notice_machine().object_kind, id)))
    if (std::ranges::find(out.recordings, file.id, &Recording::attachment) == out.recordings.end())
      out.files.push_back(documents::summary_of(file));
  return out;
}

Result<std::string> subtree_asked(db::Reader& reader, const access::Caller& caller, const net::Request& request) {
  const auto code = request.query_value("at");
  if (code.empty()) return access::allowed_subtree(reader, caller, read_permission);
  const auto unit = TRY(units::by_code(reader, code));
  TRY(access::require(reader, caller, read_permission, unit));
  return unit.path;
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const std::string path = TRY(subtree_asked(reader, caller, request));
    auto rows = TRY(reader.all<NoticeRow>(
        "SELECT n.id, n.unit_id, n.county_id, n.kind, n.title, n.text, n.from_on, n.until_on, n.contact, n.state, "
        "n.version, n.made_at, n.published_at, n.ended_at, n.is_demo FROM notice n JOIN unit u ON u.id = n.unit_id "
        "WHERE u.path >= $1 AND u.path < $2 AND ($3 = '' OR n.state = $3) "
        "ORDER BY CASE n.state WHEN 'draft' THEN 0 WHEN 'published' THEN 1 ELSE 2 END, n.until_on DESC, n.id DESC "
        "LIMIT $4",
        path, units::subtree_end(path), request.query_value("state"), notices_per_answer + 1));
    NoticeList answer;
    answer.more = static_cast<std::int64_t>(rows.size()) > notices_per_answer;
    if (answer.more) rows.pop_back();
    for (const auto& row : rows) answer.notices.push_back(TRY(notice_of(reader, context, caller, row)));
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> detail(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_of(request.parameter("id")));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    return net::json_reply(json::write(TRY(detail_of(reader, context, access::caller_of(request), id))));
  });
}

// Does `f` once, and answers with the notice as it is then.
Result<net::Response> change(const ModuleContext& context, const net::Request& request, int status,
                             const std::function<Result<Id>(db::Transaction&, const access::Caller&)>& f) {
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const Id id = TRY(f(tx, caller));
    return net::json_reply(json::write(TRY(detail_of(tx, context, caller, id))), status);
  });
}

Result<net::Response> begin(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<NewNotice>(request.body));
  return change(context, request, 201, [&](db::Transaction& tx, const access::Caller& caller) {
    return begin_notice(tx, context, caller, wanted);
  });
}

Result<net::Response> write(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_of(request.parameter("id")));
  const auto written = TRY(json::read<WriteNotice>(request.body));
  return change(context, request, 200, [&](db::Transaction& tx, const access::Caller& caller) -> Result<Id> {
    TRY(write_notice(tx, context, caller, id, written));
    return id;
  });
}

Result<net::Response> act(const ModuleContext& context, const net::Request& request, std::string_view action) {
  const Id id = TRY(id_of(request.parameter("id")));
  const auto wanted = TRY(json::read<ActOnNotice>(request.body));
  return change(context, request, 200, [&](db::Transaction& tx, const access::Caller& caller) -> Result<Id> {
    TRY(act_on_notice(tx, context, caller, id, action, wanted));
    return id;
  });
}

Result<net::Response> record(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_of(request.parameter("id")));
  const auto wanted = TRY(json::read<NewRecording>(request.body));
  return change(context, request, 201, [&](db::Transaction& tx, const access::Caller& caller) -> Result<Id> {
    TRY(add_recording(tx, context, caller, id, wanted));
    return id;
  });
}

Result<net::Response> unrecord(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_of(request.parameter("id")));
  const auto& caller = access::caller_of(request);
  const Id file =
      TRY(context.database.write([&](db::Transaction& tx) { return remove_recording(tx, context, caller, id); }));
  // Should this fail, the file shows as one that nobody said anything of, and can be removed there.
  TRY(documents::remove({context.database, context.files, context.attachment_owners, context.clock}, caller, file));
  return net::Response{.status = 204, .headers = {}, .body = {}};
}

// Public
// ---------------------------------------------------------------------------------------------------------------

// The sound of a recording whose notice hangs out; in parts, if a player asks for parts.
Result<net::Response> sound(const ModuleContext& context, const net::Request& request) {
  const auto file = request.parameter("file");
  const auto id = Id::parse(file.substr(0, file.find('.')));
  if (!id) return fail(not_found_error({"没有这段录音。", "There is no such recording."}));
  const auto row = TRY(context.database.read([&](db::Reader& reader) -> Result<RecordingRow> {
    const auto found = TRY(find_recording(reader, *id));
    TRY(public_notice(reader, found.notice_id, context.clock.today()));
    return found;
  }));
  auto sound = TRY(context.files.read(row.sha256));
  net::Response response{.content_type = row.media_type, .headers = {}, .body = std::move(sound)};
  response.leaves = true;
  response.headers.emplace_back("Cache-Control", sound_is_kept_for);
  response.headers.emplace_back("ETag", "\"" + row.sha256.substr(0, 32) + "\"");
  return net::in_parts(std::move(response), request);
}

Result<net::Response> paper(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_of(request.parameter("id")));
  const auto notice =
      TRY(context.database.read([&](db::Reader& reader) { return public_notice(reader, id, context.clock.today()); }));
  return documents::paper_page(notice_paper(notice, net::origin_of(request)));
}

Result<net::Response> playlist(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto unit = TRY(units::by_code(reader, request.parameter("code")));
    const auto list = playlist_of(TRY(board_of(reader, unit, context.clock.today())));
    const auto name = unit.name + "广播";
    auto response = net::Response{.content_type = "audio/x-mpegurl; charset=utf-8",
                                  .headers = {},
                                  .body = m3u_of(list, name, net::origin_of(request))};
    response.headers.emplace_back("Content-Disposition", documents::content_disposition(name + ".m3u8"));
    response.leaves = true;
    return response;
  });
}

}  // namespace

void register_routes(net::Router& router, const ModuleContext& context) {
  const auto add = [&](net::Route route, Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    if (route.pattern.starts_with("/api/")) route.tags = {"notices"};
    route.handler = [context, f](const net::Request& request) { return f(context, request); };
    router.add(std::move(route));
  };
  const std::string reads(read_permission);
  const std::string writes(write_permission);
  const std::string everyone(net::public_route);
  add({.pattern = "/api/notices",
       .permission = reads,
       .summary = "Notices, drafts first",
       .gives = &type_of<NoticeList>(),
       .query = {{"at", "12-digit code; without it all that the caller may see"},
                 {"state", "draft, published, withdrawn, expired or discarded"}}},
      &list);
  add({.pattern = "/api/notices/{id}",
       .permission = reads,
       .summary = "A notice with its recordings and its history",
       .gives = &type_of<NoticeDetail>()},
      &detail);
  add({.method = net::Method::post,
       .pattern = "/api/notices",
       .permission = writes,
       .summary = "Begin a notice of the own unit",
       .takes = &type_of<NewNotice>(),
       .gives = &type_of<NoticeDetail>(),
       .success = 201},
      &begin);
  add({.method = net::Method::post,
       .pattern = "/api/notices/{id}/write",
       .permission = writes,
       .summary = "Save the draft",
       .takes = &type_of<WriteNotice>(),
       .gives = &type_of<NoticeDetail>()},
      &write);
  for (const auto& action : notice_machine().actions) {
    if (action.name == "write" || action.name == "expire") continue;
    router.add(net::Route{
        .method = net::Method::post,
        .pattern = "/api/notices/{id}/" + action.name,
        .permission = action.permission,
        .summary = action.label.en,
        .tags = {"notices"},
        .takes = &type_of<ActOnNotice>(),
        .gives = &type_of<NoticeDetail>(),
        .handler = [context, name = action.name](const net::Request& request) { return act(context, request, name); }});
  }
  add({.method = net::Method::post,
       .pattern = "/api/notices/{id}/recordings",
       .permission = writes,
       .summary = "Say what a file of sound is, sent as an attachment of the notice before",
       .takes = &type_of<NewRecording>(),
       .gives = &type_of<NoticeDetail>(),
       .success = 201},
      &record);
  add({.method = net::Method::del,
       .pattern = "/api/recordings/{id}",
       .permission = writes,
       .step_up = true,
       .summary = "Remove a recording and its file",
       .success = 204},
      &unrecord);
  const net::Outgoing open{net::DataClass::public_};
  add({.pattern = "/recordings/{file}", .permission = everyone, .outgoing = open}, &sound);
  add({.pattern = "/notices/{id}/paper", .permission = everyone, .outgoing = open}, &paper);
  add({.pattern = "/u/{code}/playlist.m3u8", .permission = everyone, .outgoing = open}, &playlist);
}

}  // namespace gulou::notices
