#include "app/application.h"

#include <fmt/ranges.h>

#include "base/json.h"
#include "net/api_document.h"
#include "spine/access/operator_token.h"

namespace gulou::app {

Application::Application(std::unique_ptr<db::Database> database, measures::Catalogue catalogue, const Clock& clock,
                         std::vector<Module> modules, calendar::Calendar calendar, rules::Library rules)
    : database_(std::move(database)),
      catalogue_(std::move(catalogue)),
      clock_(clock),
      modules_(std::move(modules)),
      calendar_(std::move(calendar)),
      rules_(std::move(rules)) {}

Result<std::unique_ptr<Application>> Application::open(const std::string& location, const Clock& clock,
                                                       db::Options options, Reference reference) {
  return over(TRY(db::Database::open(location, options)), clock, std::move(reference));
}

Result<std::unique_ptr<Application>> Application::over(std::unique_ptr<db::Database> database, const Clock& clock,
                                                       Reference reference) {
  auto all = modules();
  std::vector<measures::Measure> declared;
  for (const auto& module : all) declared.insert(declared.end(), module.measures.begin(), module.measures.end());
  auto catalogue = TRY(measures::Catalogue::make(std::move(declared)));
  if (!reference.calendar) reference.calendar = TRY(calendar::Calendar::built_in());
  if (!reference.rules) reference.rules = TRY(rules::Library::built_in());
  std::unique_ptr<Application> application(new Application(std::move(database), std::move(catalogue), clock,
                                                           std::move(all), std::move(*reference.calendar),
                                                           std::move(*reference.rules)));
  TRY(application->prepare());
  return application;
}

Result<void> Application::prepare() {
  std::vector<db::Migration> migrations;
  for (const auto& module : modules_)
    for (const auto& migration : module.migrations) migrations.push_back(migration);
  migrations_applied_ = TRY(database_->migrate(migrations));

  router_.set_gate(access::operator_gate(*database_));
  for (const auto& module : modules_)
    if (module.register_routes) module.register_routes(router_, context());
  // The document describes itself too, so it is made when asked for, after every route is there.
  router_.add(net::Route{.method = net::Method::get,
                         .pattern = "/api/openapi.json",
                         .permission = std::string(net::public_route),
                         .summary = "This document (OpenAPI 3.1)",
                         .tags = {"api"},
                         .handler = [this](const net::Request&) -> Result<net::Response> {
                           return net::json_reply(json::write_indented(net::api_document(router_)));
                         },
                         .cache = net::CachePolicy{.current = [] { return std::uint64_t{0}; }}});
  if (const auto mistakes = router_.mistakes(); !mistakes.empty())
    return fail(internal_error(fmt::format("routes: {}", fmt::join(mistakes, "; "))));
  return {};
}

Result<void> Application::tree_changed(db::Transaction& tx) {
  for (const auto& module : modules_)
    if (module.tree_changed) TRY(module.tree_changed(tx, context()));
  return {};
}

Result<std::vector<std::string>> Application::run_due() {
  std::vector<std::string> lines;
  for (const auto& module : modules_) {
    if (!module.run_due) continue;
    auto line = TRY(module.run_due(context()));
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<std::string>> Application::verify() {
  auto faults = TRY(database_->check());
  TRY(database_->read([&](db::Reader& reader) -> Result<void> {
    for (const auto& module : modules_) {
      if (!module.verify) continue;
      for (auto& fault : TRY(module.verify(reader, context()))) faults.push_back(module.name + ": " + fault);
    }
    return {};
  }));
  return faults;
}

}  // namespace gulou::app
