#include "app/commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "base/json.h"
#include "modules/plan/demo.h"
#include "modules/plan/document.h"
#include "modules/plan/store.h"
#include "net/api_document.h"
#include "spine/access/operator_token.h"
#include "spine/units/division_import.h"

namespace gulou::app {
namespace {

// The fields of a faulty document, named with their file.
Error in_file(Error error, const std::string& path) {
  for (auto& field : error.fields) field.pointer = path + "#" + field.pointer;
  return error;
}

void show_progress(std::string_view stage, std::size_t done, std::size_t of) {
  fmt::print(stderr, "  {} {}/{}\n", stage, done, of);
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
    return imported;
  }));
  const auto summary = units::summary_of(outcome);
  fmt::print("{} ({})\n{}\n{}\n", source.name, valid_from.text(), summary.zh, summary.en);
  return {};
}

Result<void> import_plan_command(Application& application, const std::string& path) {
  auto document = plan::read_document(TRY(read_text(path)), application.catalogue());
  if (!document) return fail(in_file(std::move(document).error(), path));
  auto report = application.database().write(
      [&](db::Transaction& tx) { return plan::import_plan(tx, application.clock(), *document); });
  if (!report) return fail(in_file(std::move(report).error(), path));
  fmt::print("{}: {} ({} clauses, {} tasks, {} targets)\n", document->title_zh, name_of(report->outcome),
             report->clauses, report->tasks, report->targets);
  return {};
}

Result<void> demo_command(Application& application) {
  const auto report = TRY(application.database().write([&](db::Transaction& tx) -> Result<plan::DemoReport> {
    const auto years = TRY(plan::years(tx));
    if (years.empty()) {
      return fail({.kind = ErrorKind::refused_by_rule,
                   .code = "no_plan",
                   .message = {"还没有工作要点,请先导入。", "There is no plan yet; import one first."}});
    }
    return plan::load_demo(tx, application.catalogue(), TRY(plan::load(tx, static_cast<int>(years.front()))));
  }));
  fmt::print("demo data: {} figures, as of {}\n", report.values, report.as_of.text());
  return {};
}

Result<std::size_t> verify_command(Application& application) {
  const auto faults = TRY(application.verify());
  for (const auto& fault : faults) fmt::print("{}\n", fault);
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
  fmt::print("{}", json::write_indented(net::api_document(application.router())));
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
