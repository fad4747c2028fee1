// The whole of Gulou over one database: opened, migrated, its routes registered. Commands and tests start from here.
#pragma once

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

class Application {
 public:
  // `location` as for db::Database::open. Migrates what is missing.
  static Result<std::unique_ptr<Application>> open(const std::string& location, const Clock& clock,
                                                   db::Options options = {}, Reference reference = {});
  // Over a database that is open already (tests).
  static Result<std::unique_ptr<Application>> over(std::unique_ptr<db::Database> database, const Clock& clock,
                                                   Reference reference = {});

  db::Database& database() { return *database_; }
  const measures::Catalogue& catalogue() const { return catalogue_; }
  const Clock& clock() const { return clock_; }
  const calendar::Calendar& calendar() const { return calendar_; }
  const rules::Library& rules() const { return rules_; }
  const net::Router& router() const { return router_; }
  // How many migrations opening applied.
  int migrations_applied() const { return migrations_applied_; }

  // Use cases that concern more than one module.
  Result<void> tree_changed(db::Transaction& tx);
  // What is wrong with the stored data, one sentence per fault.
  Result<std::vector<std::string>> verify();
  // What time brings, by the application's clock: takes the steps that are due now. Gives a line for each module that
  // did something. May be called at any time, from several threads or processes.
  Result<std::vector<std::string>> run_due();

 private:
  Application(std::unique_ptr<db::Database> database, measures::Catalogue catalogue, const Clock& clock,
              std::vector<Module> modules, calendar::Calendar calendar, rules::Library rules);
  Result<void> prepare();
  ModuleContext context() { return {*database_, catalogue_, clock_, calendar_, rules_}; }

  std::unique_ptr<db::Database> database_;
  measures::Catalogue catalogue_;
  const Clock& clock_;
  std::vector<Module> modules_;
  calendar::Calendar calendar_;
  rules::Library rules_;
  net::Router router_;
  int migrations_applied_ = 0;
};

}  // namespace gulou::app
