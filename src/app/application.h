// The whole of Gulou over one database: opened, migrated, its routes registered. Commands and tests start from here.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/modules.h"
#include "db/database.h"
#include "net/router.h"

namespace gulou::app {

// Reference data; what is not given is what ships.
struct Reference {
  std::optional<calendar::Calendar> calendar = {};
  std::optional<rules::Library> rules = {};
};

// Where an application keeps what is not in the database.
struct Folders {
  std::filesystem::path files;  // the folder of attachments
  std::filesystem::path keys;   // the file of keys (spine/vault)
};

class Application {
 public:
  // `location` as for db::Database::open. Migrates what is missing.
  static Result<std::unique_ptr<Application>> open(const std::string& location, const Folders& folders,
                                                   const Clock& clock, db::Options options = {},
                                                   Reference reference = {});
  // Over a database that is open already (tests). Without a folder of files nothing can be attached; without a file of
  // keys, what is sealed is lost with the application.
  static Result<std::unique_ptr<Application>> over(std::unique_ptr<db::Database> database, const Clock& clock,
                                                   Reference reference = {}, const std::filesystem::path& files = {},
                                                   const std::filesystem::path& keys = {});

  db::Database& database() { return *database_; }
  const measures::Catalogue& catalogue() const { return catalogue_; }
  const Clock& clock() const { return clock_; }
  const access::PermissionTable& permissions() const { return permissions_; }
  const calendar::Calendar& calendar() const { return calendar_; }
  const rules::Library& rules() const { return rules_; }
  const documents::FileStore& files() const { return files_; }
  const vault::Vault& vault() const { return *vault_; }
  const vault::SealedColumns& sealed_columns() const { return sealed_columns_; }
  const net::Router& router() const { return router_; }
  net::Router& router() { return router_; }  // to set its log before it serves
  ModuleContext context() {
    return {*database_, catalogue_, clock_, permissions_, calendar_, rules_, files_, attachment_owners_, *vault_};
  }
  // How many migrations opening applied.
  int migrations_applied() const { return migrations_applied_; }

  // The console from the folder of its build (modules/console), for a server before it starts.
  Result<void> add_console(const std::filesystem::path& folder);
  // The sign-in chooser of demo data folders (spine/access/demo.h): whether this folder may have it, and its routes,
  // to be added before a server starts.
  Result<bool> is_demo();
  void add_demo_routes();

  // Use cases that concern more than one module.
  Result<void> tree_changed(db::Transaction& tx);
  // What is wrong with the stored data, one sentence per fault.
  Result<std::vector<std::string>> verify();
  // What time brings, by the application's clock: takes the steps that are due now. Gives a line for each module that
  // did something. May be called at any time, from several threads or processes.
  Result<std::vector<std::string>> run_due();

 private:
  Application(std::unique_ptr<db::Database> database, measures::Catalogue catalogue,
              access::PermissionTable permissions, calendar::Calendar calendar, rules::Library rules,
              documents::FileStore files, documents::AttachmentOwners attachment_owners,
              std::unique_ptr<vault::Vault> vault, const Clock& clock, std::vector<Module> modules);
  Result<void> prepare();
  Result<void> check_declarations() const;

  std::unique_ptr<db::Database> database_;
  measures::Catalogue catalogue_;
  access::PermissionTable permissions_;
  calendar::Calendar calendar_;
  rules::Library rules_;
  documents::FileStore files_;
  documents::AttachmentOwners attachment_owners_;
  std::unique_ptr<vault::Vault> vault_;
  vault::SealedColumns sealed_columns_;
  const Clock& clock_;
  std::vector<Module> modules_;
  net::Router router_;
  int migrations_applied_ = 0;
};

}  // namespace gulou::app
