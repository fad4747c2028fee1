// What a module (or a spine) brings to the application. The one list of them is app/modules.cc.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/time.h"
#include "db/database.h"
#include "net/router.h"
#include "spine/access/permission.h"
#include "spine/calendar/calendar.h"
#include "spine/cases/runner.h"
#include "spine/documents/attachment.h"
#include "spine/measures/model.h"
#include "spine/rules/library.h"
#include "spine/vault/columns.h"
#include "spine/vault/vault.h"
#include "spine/workflow/machine.h"

namespace gulou {

// What routes may use; all of it outlives the router.
struct ModuleContext {
  db::Database& database;
  const measures::Catalogue& catalogue;
  const Clock& clock;
  const access::PermissionTable& permissions;
  const calendar::Calendar& calendar;
  const rules::Library& rules;  // as in the files; rules::confirmed lays the bureau's confirmations over them
  const documents::FileStore& files;
  const documents::AttachmentOwners& attachment_owners;
  const vault::Vault& vault;
};

struct Module {
  std::string name;
  std::vector<db::Migration> migrations = {};
  std::vector<measures::Measure> measures = {};
  // What its routes and actions ask for. A route that asks for something no module declared does not start.
  std::vector<access::Permission> permissions = {};
  std::vector<documents::AttachmentOwner> attachment_owners = {};  // the kinds of its objects that have attachments
  std::vector<vault::SealedColumn> sealed_columns = {};            // every column of its tables named …_sealed
  std::vector<const workflow::Machine*> machines = {};             // a mistake in one stops the start
  std::function<void(net::Router&, const ModuleContext&)> register_routes = {};
  // Called in the transaction that changed the tree, to put right what is derived from it.
  std::function<Result<void>(db::Transaction&, const ModuleContext&)> tree_changed = {};
  // What is wrong with the stored data, one sentence per fault; empty if sound. Part of `gulou verify`.
  std::function<Result<std::vector<std::string>>(db::Reader&, const ModuleContext&)> verify = {};
  // What time brings: called every minute while serving, and by `gulou obligations run`. Gives a line for the log,
  // empty if nothing was to be done.
  std::function<Result<std::string>(const ModuleContext&)> run_due = {};
  // What runs its case files, and the files themselves (`gulou cases`).
  std::function<std::vector<cases::Runner>(const rules::Library&)> case_runners = {};
  std::span<const EmbeddedFile> case_files = {};
};

// An answer that stays valid until one of the topics changes, and in any case no longer than a second: another process
// (an import, a second server on the same database) may have written too.
net::CachePolicy cached_until_changed(const db::Database& database, std::vector<db::Topic> topics);

}  // namespace gulou
