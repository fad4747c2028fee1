#include "app/commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ranges>

#include "app/reference.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "modules/notices/demo.h"
#include "modules/plan/demo.h"
#include "modules/plan/document.h"
#include "modules/plan/store.h"
#include "net/api_document.h"
#include "spine/access/accounts.h"
#include "spine/access/demo.h"
#include "spine/access/factor_reset.h"
#include "spine/access/operator_token.h"
#include "spine/access/policy.h"
#include "spine/journal/head.h"
#include "spine/journal/journal.h"
#include "spine/people/demo.h"
#include "spine/units/division_import.h"

namespace gulou::app {
namespace {

// The fields of a faulty document, named with their file.
Error in_file(Error error, const std::string& path) {
  for (auto& field : error.fields) field.pointer = path + "#" + field.pointer;
  return error;
}

journal::Entry entry_of(const units::UnitImport& imported) {
  return {.action = "import.divisions",
          .object_kind = "unit_import",
          .object_id = imported.id.text(),
          .detail = json::Value::object()
                        .set("source", imported.source)
                        .set("sha256", imported.sha256)
                        .set("valid_from", imported.valid_from.text())
                        .set("added", imported.added)
                        .set("renamed", imported.renamed)
                        .set("moved", imported.moved)
                        .set("recoded", imported.recoded)
                        .set("withdrawn", imported.withdrawn)
                        .set("restored", imported.restored)
                        .set("reclassified", imported.reclassified)
                        .set("unchanged", imported.unchanged)};
}

void show_progress(std::string_view stage, std::size_t done, std::size_t of) {
  fmt::print(stderr, "  {} {}/{}\n", stage, done, of);
}

// What is odd about single places and no reason to refuse the file.
void show_notes(const std::vector<units::DivisionNote>& notes) {
  constexpr std::size_t shown = 20;
  if (notes.empty()) return;
  fmt::print("{} 处请再看一眼（不影响导入） / {} places worth a second look\n", notes.size(), notes.size());
  for (const auto& note : notes | std::views::take(shown))
    fmt::print("  {} {} / {}\n", note.place, note.message.zh, note.message.en);
}

}  // namespace

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.is_open() || in.bad()) {
    return fail({.kind = ErrorKind::not_found,
                 .code = "file_unreadable",
                 .message = {fmt::format("读不了文件 {}。", path), fmt::format("Cannot read the file {}.", path)}});
  }
  return text;
}

Result<void> import_divisions_command(Application& application, const std::string& path, Date valid_from,
                                      bool confirmed) {
  fmt::print(stderr, "reading {}\n", path);
  const auto source = TRY(units::read_divisions(path));
  const units::ImportOptions options{.valid_from = valid_from, .confirmed = confirmed, .progress = &show_progress};
  const auto outcome = TRY(application.database().write([&](db::Transaction& tx) -> Result<units::UnitImport> {
    auto imported = TRY(units::import_divisions(tx, application.clock(), source, options));
    if (imported.moved > 0) TRY(application.tree_changed(tx));
    TRY(journal::record(tx, application.clock(), journal::importer(), entry_of(imported)));
    return imported;
  }));
  show_notes(source.notes);
  const auto summary = units::summary_of(outcome);
  fmt::print("{} ({})\n{}\n{}\n", source.name, valid_from.text(), summary.zh, summary.en);
  return {};
}

Result<void> import_plan_command(Application& application, const std::string& path) {
  const auto text = TRY(read_text(path));
  auto document = plan::read_document(text, application.catalogue());
  if (!document) return fail(in_file(std::move(document).error(), path));
  auto report = application.database().write([&](db::Transaction& tx) -> Result<plan::ImportReport> {
    auto imported = TRY(plan::import_plan(tx, application.clock(), *document));
    TRY(journal::record(tx, application.clock(), journal::importer(),
                        {.action = "import.plan",
                         .object_kind = "plan",
                         .object_id = fmt::format("{}/{}", document->division, document->year),
                         .detail = json::Value::object()
                                       .set("sha256", crypto::sha256_hex(text))
                                       .set("outcome", name_of(imported.outcome))
                                       .set("clauses", imported.clauses)
                                       .set("tasks", imported.tasks)
                                       .set("targets", imported.targets)}));
    return imported;
  });
  if (!report) return fail(in_file(std::move(report).error(), path));
  fmt::print("{}: {} ({} clauses, {} tasks, {} targets)\n", document->title_zh, name_of(report->outcome),
             report->clauses, report->tasks, report->targets);
  return {};
}

Result<void> demo_command(Application& application) {
  const auto password = TRY(access::one_time_password());  // and nobody is told
  const auto report = TRY(application.database().write([&](db::Transaction& tx) -> Result<plan::DemoReport> {
    const auto years = TRY(plan::years(tx));
    if (years.empty()) {
      return fail({.kind = ErrorKind::refused_by_rule,
                   .code = "no_plan",
                   .message = {"还没有工作要点，请先导入。", "There is no plan yet; import one first."}});
    }
    auto loaded = TRY(plan::load_demo(tx, application.clock(), application.catalogue(),
                                      TRY(plan::load(tx, static_cast<int>(years.front())))));
    TRY(access::load_demo_people(tx, application.clock(), password.hash));
    TRY(people::load_demo(tx, application.context()));
    TRY(journal::record(
        tx, application.clock(), journal::importer(),
        {.action = "demo.load",
         .detail = json::Value::object().set("values", loaded.values).set("as_of", loaded.as_of.text())}));
    return loaded;
  }));
  // Behind it, because files are written outside of a transaction: where the demo is refused there are no notices
  // either.
  const auto notices = TRY(notices::load_demo(application.context()));
  fmt::print("demo data: {} figures, as of {}, {} notices\n", report.values, report.as_of.text(), notices);
  return {};
}

Result<std::size_t> verify_command(Application& application) {
  const auto faults = TRY(application.verify());
  for (const auto& fault : faults) fmt::print("{}\n", fault);
  // For whoever keeps it elsewhere (see spine/journal/verify.h).
  const auto head = TRY(application.database().read([](db::Reader& reader) { return journal::head(reader); }));
  if (head) fmt::print("journal: {} entries, last hash {}\n", head->number, head->hash);
  fmt::print("{}\n", faults.empty() ? "sound" : fmt::format("{} faults", faults.size()));
  return faults.size();
}

Result<void> run_obligations_command(Application& application) {
  const auto lines = TRY(application.run_due());
  for (const auto& line : lines) fmt::print("{}\n", line);
  if (lines.empty()) fmt::print("nothing is due\n");
  return {};
}

Result<void> openapi_command(Application& application) {
  application.add_demo_routes();  // the document tells of all there may be
  fmt::print("{}", json::write_indented(net::api_document(application.router())));
  return {};
}

Result<void> reference_command(Application& application, const std::string& folder) {
  namespace fs = std::filesystem;
  if (fs::exists(folder))
    return fail({.kind = ErrorKind::conflict,
                 .code = "folder_exists",
                 .message = {fmt::format("文件夹“{}”已经存在，请另选一个。", folder),
                             fmt::format("The folder \"{}\" is there already; choose another.", folder)}});
  application.add_demo_routes();
  for (const auto& page : reference_pages(application)) {
    const auto path = fs::path(folder) / page.path;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream out(path, std::ios::binary);
    out << page.text;
    if (failed || !out.flush()) return fail(internal_error(fmt::format("cannot write {}", path.string())));
  }
  return {};
}

Result<void> account_create_command(Application& application, const NewOfficial& wanted) {
  const auto role = enum_named<access::Role>(wanted.role);
  if (!role) {
    std::string roles;
    for (const auto& each : access::all_roles()) roles += fmt::format(" {}", name_of(each.role));
    return fail(invalid_fields({{"--role", "not_one_of", {"应为下列之一：" + roles, "Must be one of:" + roles}}}));
  }
  const access::NewAccount account{
      .name = wanted.name, .display_name = wanted.display.empty() ? wanted.name : wanted.display, .unit = wanted.unit};
  if (!access::is_login_name(account.name))
    return fail(
        invalid_fields({{"NAME",
                         "format:login_name",
                         {"登录名为 2 至 64 个字符，不含空白。", "A login name has 2 to 64 characters, no blanks."}}}));
  const auto password = TRY(access::one_time_password());
  const auto caller = access::operator_on_shell(application.clock());
  const auto hours = TRY(application.database().write([&](db::Transaction& tx) -> Result<std::int64_t> {
    const auto made = TRY(access::create_account(tx, application.clock(), caller, account, password.hash));
    TRY(access::grant_post(tx, application.clock(), caller, made.id, {.role = *role, .unit = wanted.unit}));
    return TRY(access::policy(tx)).handed_out_hours;
  }));
  fmt::print("{}\n", password.plain);
  fmt::print(
      stderr,
      "This password is shown only now; {} chooses another at the first sign-in, within {} hours. Then it is void.\n",
      wanted.name, hours);
  return {};
}

Result<void> account_reset_command(Application& application, const std::string& name) {
  const auto password = TRY(access::one_time_password());
  const auto caller = access::operator_on_shell(application.clock());
  TRY(application.database().write([&](db::Transaction& tx) -> Result<void> {
    const auto account = TRY(access::account_named(tx, name));
    if (!account) return fail(not_found_error({"没有这个账号。", "There is no such account."}));
    if (account->state == access::AccountState::locked)
      TRY(access::unlock_account(tx, application.clock(), caller, account->id));
    return access::reset_password(tx, application.clock(), caller, account->id, password.hash);
  }));
  fmt::print("{}\n", password.plain);
  return {};
}

Result<void> account_reset_factor_command(Application& application, const std::string& name) {
  const auto caller = access::operator_on_shell(application.clock());
  return application.database().write([&](db::Transaction& tx) -> Result<void> {
    const auto account = TRY(access::account_named(tx, name));
    if (!account) return fail(not_found_error({"没有这个账号。", "There is no such account."}));
    return access::reset_factor_on_shell(tx, application.clock(), caller, account->id);
  });
}

Result<void> policy_command(Application& application, const std::string& name, const std::string& value) {
  const auto caller = access::actor_of(access::operator_on_shell(application.clock()));
  if (!name.empty())
    TRY(application.database().write(
        [&](db::Transaction& tx) { return access::set_policy(tx, application.clock(), caller, name, value); }));
  const auto policy = TRY(
      application.database().read([](db::Reader& reader) -> Result<access::Policy> { return access::policy(reader); }));
  for (const auto& each : access::policy_values(policy))
    fmt::print("{:<28} {:>9}   {}: {}\n", each.name, each.value, each.allowed, each.means.en);
  return {};
}

Result<void> token_command(Application& application, const std::string& name, bool revoke) {
  if (revoke) {
    const auto count = TRY(access::revoke_operator_tokens(application.database(), application.clock(), name));
    fmt::print("{} revoked\n", count);
    return {};
  }
  fmt::print("{}\n", TRY(access::make_operator_token(application.database(), application.clock(), name)));
  fmt::print(stderr, "This token is shown only now. It may write over HTTP: Authorization: Bearer <token>\n");
  return {};
}

}  // namespace gulou::app
