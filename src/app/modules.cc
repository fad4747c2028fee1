#include "app/modules.h"

#include <fmt/format.h>

#include <atomic>
#include <memory>

#include "modules/contacts/module.h"
#include "modules/notices/module.h"
#include "modules/plan/module.h"
#include "modules/portal/portal.h"
#include "modules/residents/module.h"
#include "spine/access/accounts.h"
#include "spine/access/api.h"
#include "spine/access/due.h"
#include "spine/access/factor.h"
#include "spine/access/factor_reset.h"
#include "spine/access/store.h"
#include "spine/cases/shares.h"
#include "spine/cases/terms.h"
#include "spine/documents/api.h"
#include "spine/documents/approval.h"
#include "spine/journal/api.h"
#include "spine/journal/journal.h"
#include "spine/journal/verify.h"
#include "spine/measures/store.h"
#include "spine/obligations/api.h"
#include "spine/obligations/obligations.h"
#include "spine/obligations/run.h"
#include "spine/obligations/timeliness.h"
#include "spine/people/api.h"
#include "spine/people/import.h"
#include "spine/people/register.h"
#include "spine/people/store.h"
#include "spine/people/succession.h"
#include "spine/people/verify.h"
#include "spine/rules/api.h"
#include "spine/rules/store.h"
#include "spine/settings/settings.h"
#include "spine/units/api.h"
#include "spine/units/store.h"
#include "spine/units/verify.h"
#include "spine/workflow/once.h"
#include "spine/workflow/store.h"

namespace gulou::app {
namespace {

Module units_module() {
  return {.name = "units",
          .migrations = units::migrations(),
          .permissions = units::permissions(),
          .register_routes = &units::register_routes,
          .verify = [](db::Reader& reader, const ModuleContext&) { return units::verify(reader); }};
}

Result<std::vector<std::string>> verify_totals(db::Reader& reader, const ModuleContext& context) {
  std::vector<std::string> faults;
  for (const auto& each : TRY(measures::verify(reader, context.catalogue))) {
    faults.push_back(fmt::format("total of {} at unit {} in {}: stored {}/{}, its values say {}/{}",
                                 each.computed.measure, each.computed.unit_id.text(), each.computed.period,
                                 each.stored.n, each.stored.d, each.computed.n, each.computed.d));
  }
  return faults;
}

Module measures_module() {
  return {.name = "measures",
          .migrations = measures::migrations(),
          .tree_changed = [](db::Transaction& tx, const ModuleContext& context) -> Result<void> {
            TRY(measures::rebuild(tx, context.catalogue, context.clock));
            return {};
          },
          .verify = &verify_totals};
}

std::vector<cases::Runner> case_runners(const rules::Library& library) {
  auto runners = cases::share_runners(library);
  for (auto& each : cases::term_runners(library)) runners.push_back(std::move(each));
  return runners;
}

Module rules_module() {
  return {.name = "rules",
          .migrations = rules::migrations(),
          .permissions = rules::permissions(),
          .register_routes = &rules::register_routes,
          .case_runners = &case_runners,
          .case_files = cases::built_in_files()};
}

Result<std::string> run_due_obligations(const ModuleContext& context) {
  const auto report = TRY(obligations::run_due(context));
  if (report.warned + report.escalated + report.moved == 0) return std::string();
  return fmt::format("obligations: {} warned, {} escalated, {} dates counted anew", report.warned, report.escalated,
                     report.moved);
}

Module obligations_module() {
  return {.name = "obligations",
          .migrations = obligations::migrations(),
          .measures = obligations::declared_measures(),
          .permissions = obligations::permissions(),
          .register_routes = &obligations::register_routes,
          .tree_changed = [](db::Transaction& tx, const ModuleContext&) { return obligations::tree_changed(tx); },
          .verify = &obligations::verify,
          .run_due = &run_due_obligations};
}

Module access_module() {
  return {.name = "access",
          .migrations = access::migrations(),
          .permissions = access::permissions(),
          .sealed_columns = access::sealed_columns(),
          .machines = {&access::factor_reset_machine()},
          .register_routes =
              [](net::Router& router, const ModuleContext& context) {
                access::register_session_routes(router, context);
                access::register_factor_routes(router, context);
                access::register_account_routes(router, context);
              },
          .run_due = &access::run_due};
}

Module documents_module() {
  return {.name = "documents",
          .migrations = documents::migrations(),
          .permissions = documents::permissions(),
          .machines = {&documents::export_request_machine()},
          .register_routes = &documents::register_routes,
          .verify = [](db::Reader& reader,
                       const ModuleContext& context) { return documents::verify(reader, context.files); },
          .run_due = &documents::lapse_requests};
}

// Reads the whole chain soon after the start and after every midnight, so that tampering is in the log the next
// morning.
std::function<Result<std::string>(const ModuleContext&)> verify_journal_daily() {
  return [last = std::make_shared<std::atomic<Date>>()](const ModuleContext& context) -> Result<std::string> {
    const Date today = context.clock.today();
    if (last->exchange(today) == today) return std::string();
    const auto fault = TRY(context.database.read([](db::Reader& reader) { return journal::verify(reader); }));
    return fault ? "journal: NOT AS IT WAS WRITTEN: " + fault->what.en : std::string();
  };
}

Module journal_module() {
  return {.name = "journal",
          .migrations = journal::migrations(),
          .permissions = journal::permissions(),
          .register_routes = &journal::register_routes,
          .verify = [](db::Reader& reader, const ModuleContext&) -> Result<std::vector<std::string>> {
            const auto fault = TRY(journal::verify(reader));
            if (!fault) return std::vector<std::string>();
            return std::vector{fault->what.zh + " / " + fault->what.en};
          },
          .run_due = verify_journal_daily()};
}

Module workflow_module() {
  return {.name = "workflow",
          .migrations = workflow::migrations(),
          .sealed_columns = workflow::sealed_columns(),
          .run_due = [](const ModuleContext& context) -> Result<std::string> {
            const auto forgotten = TRY(
                context.database.write([&](db::Transaction& tx) { return workflow::forget_old_answers(tx, context); }));
            return forgotten == 0 ? std::string() : fmt::format("workflow: {} kept answers forgotten", forgotten);
          }};
}

Module people_module() {
  auto migrations = people::migrations();
  for (auto& more : people::import_migrations()) migrations.push_back(std::move(more));
  for (auto& more : people::rights_migrations()) migrations.push_back(std::move(more));
  return {.name = "people",
          .migrations = std::move(migrations),
          .permissions = people::permissions(),
          .sealed_columns = people::sealed_columns(),
          .register_routes =
              [](net::Router& router, const ModuleContext& context) {
                people::register_routes(router, context);
                people::register_import_routes(router, context);
              },
          .verify =
              [](db::Reader& reader, const ModuleContext& context) {
                return people::verify(reader, context.rules, context.clock.today());
              },
          .run_due = [](const ModuleContext& context) -> Result<std::string> {
            const auto forgotten = TRY(people::forget_old_previews(context));
            const auto moved = TRY(people::move_to_successors(context));
            std::string line;
            if (forgotten > 0) line = fmt::format("people: {} previews of rolls forgotten", forgotten);
            if (moved.villages > 0)
              line += fmt::format("{}people: {} records of {} villages that are no more moved to their successors",
                                  line.empty() ? "" : "; ", moved.records, moved.villages);
            return line;
          }};
}

}  // namespace

std::vector<Module> modules() {
  return {journal_module(),
          {.name = "settings", .migrations = settings::migrations()},
          {.name = "vault", .migrations = vault::migrations()},
          units_module(),
          access_module(),
          measures_module(),
          documents_module(),
          rules_module(),
          obligations_module(),
          workflow_module(),
          people_module(),
          residents::module(),
          plan::module(),
          notices::module(),
          contacts::module(),
          {.name = "portal", .register_routes = &portal::register_routes}};
}

}  // namespace gulou::app
