#include "app/application.h"

#include <fmt/ranges.h>

#include "base/json.h"
#include "modules/console/console.h"
#include "net/api_document.h"
#include "spine/access/demo.h"
#include "spine/access/gate.h"

namespace gulou::app {

Application::Application(std::unique_ptr<db::Database> database, measures::Catalogue catalogue,
                         access::PermissionTable permissions, calendar::Calendar calendar, rules::Library rules,
                         documents::FileStore files, documents::AttachmentOwners attachment_owners,
                         std::unique_ptr<vault::Vault> vault, const Clock& clock, std::vector<Module> modules)
    : database_(std::move(database)),
      catalogue_(std::move(catalogue)),
      permissions_(std::move(permissions)),
      calendar_(std::move(calendar)),
      rules_(std::move(rules)),
      files_(std::move(files)),
      attachment_owners_(std::move(attachment_owners)),
      vault_(std::move(vault)),
      clock_(clock),
      modules_(std::move(modules)) {}

Result<std::unique_ptr<Application>> Application::open(const std::string& location, const Folders& folders,
                                                       const Clock& clock, db::Options options, Reference reference) {
  return over(TRY(db::Database::open(location, options)), clock, std::move(reference), folders.files, folders.keys);
}

Result<std::unique_ptr<Application>> Application::over(std::unique_ptr<db::Database> database, const Clock& clock,
                                                       Reference reference, const std::filesystem::path& files,
                                                       const std::filesystem::path& keys) {
  auto all = modules();
  std::vector<measures::Measure> declared;
  std::vector<access::Permission> permissions;
  std::vector<documents::AttachmentOwner> owners;
  for (const auto& module : all) {
    declared.insert(declared.end(), module.measures.begin(), module.measures.end());
    permissions.insert(permissions.end(), module.permissions.begin(), module.permissions.end());
    owners.insert(owners.end(), module.attachment_owners.begin(), module.attachment_owners.end());
  }
  auto catalogue = TRY(measures::Catalogue::make(std::move(declared)));
  if (!reference.calendar) reference.calendar = TRY(calendar::Calendar::built_in());
  if (!reference.rules) reference.rules = TRY(rules::Library::built_in());
  auto permission_table = TRY(access::PermissionTable::make(std::move(permissions)));
  std::unique_ptr<Application> application(new Application(
      std::move(database), std::move(catalogue), std::move(permission_table), std::move(*reference.calendar),
      std::move(*reference.rules), documents::FileStore(files),
      TRY(documents::AttachmentOwners::make(std::move(owners))),
      keys.empty() ? vault::Vault::in_memory() : std::make_unique<vault::Vault>(keys), clock, std::move(all)));
  TRY(application->prepare());
  return application;
}

Result<void> Application::prepare() {
  std::vector<db::Migration> migrations;
  std::vector<vault::SealedColumn> sealed;
  for (const auto& module : modules_) {
    migrations.insert(migrations.end(), module.migrations.begin(), module.migrations.end());
    sealed.insert(sealed.end(), module.sealed_columns.begin(), module.sealed_columns.end());
  }
  sealed_columns_ = TRY(vault::SealedColumns::make(std::move(sealed), migrations));
  migrations_applied_ = TRY(database_->migrate(migrations));
  TRY(vault_->attach(*database_, clock_));

  router_.set_gate(access::make_gate(*database_, clock_, permissions_));
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
  return check_declarations();
}

Result<void> Application::check_declarations() const {
  auto mistakes = router_.mistakes();
  for (const auto& module : modules_)
    for (const auto* machine : module.machines)
      for (auto& each : workflow::mistakes(*machine)) mistakes.push_back(std::move(each));
  if (!mistakes.empty()) return fail(internal_error(fmt::format("declarations: {}", fmt::join(mistakes, "; "))));
  return access::check_declared(router_, permissions_);
}

Result<void> Application::add_console(const std::filesystem::path& folder) {
  TRY(console::register_routes(router_, folder));
  return check_declarations();
}

Result<bool> Application::is_demo() {
  return database_->read([](db::Reader& reader) { return access::is_demo(reader); });
}

void Application::add_demo_routes() { access::register_demo_routes(router_, context()); }

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
    for (auto& fault : TRY(vault::verify(reader, *vault_, sealed_columns_))) faults.push_back("vault: " + fault);
    return {};
  }));
  return faults;
}

}  // namespace gulou::app
