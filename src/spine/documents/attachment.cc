#include "spine/documents/attachment.h"

#include <fmt/format.h>

#include <set>

#include "spine/documents/approval.h"
#include "spine/documents/exports.h"
#include "spine/documents/file_errors.h"
#include "spine/documents/file_name.h"
#include "spine/documents/file_type.h"
#include "spine/journal/journal.h"

namespace gulou::documents {
namespace {

const db::Table attachment_table{
    .name = "attachment",
    .row = &type_of<Attachment>,
    .primary_key = "id",
    .foreign_keys = {{"unit_id", "unit(id)"}},
    .indexes = {{"attachment_owner", "owner_kind, owner_id, id"}, {"attachment_content", "sha256"}}};

constexpr std::int64_t bytes_per_mib = 1024 * 1024;

Error too_large(std::string code, std::string zh, std::string en) {
  return {.kind = ErrorKind::too_large, .code = std::move(code), .message = {std::move(zh), std::move(en)}};
}

Error no_such_attachment() { return not_found_error({"没有这个附件。", "There is no such attachment."}); }

struct Totals {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};
constexpr auto describe(Tag<Totals>) {
  return object("Totals", "What an object has", field<&Totals::files>("files", "How many"),
                field<&Totals::bytes>("bytes", "Their sizes"));
}

Result<void> check_limits(db::Reader& reader, const AttachmentOwner& owner, const Attachment& row) {
  const auto there = TRY(reader.first<Totals>(
      "SELECT count(*), coalesce(sum(size), 0) FROM attachment WHERE owner_kind = $1 AND owner_id = $2", row.owner_kind,
      row.owner_id));
  if (!there) return {};
  if (there->files >= owner.most_files)
    return fail(too_large("too_many_files", fmt::format("最多{}个附件。", owner.most_files),
                          fmt::format("{} attachments at most.", owner.most_files)));
  if (there->bytes + row.size > owner.most_bytes)
    return fail(too_large("files_too_large", fmt::format("附件合计不超过{} MB。", owner.most_bytes / bytes_per_mib),
                          fmt::format("{} MiB for all attachments together.", owner.most_bytes / bytes_per_mib)));
  return {};
}

Result<const AttachmentOwner*> owner_of(const AttachmentOwners& owners, std::string_view kind) {
  if (const auto* owner = owners.of(kind)) return owner;
  return fail(invalid_fields(
      {{"/owner_kind", "not_one_of", {"这类对象没有附件。", "Objects of this kind have no attachments."}}}));
}

// The name may say who it is about, so the journal gets its hash only.
journal::Entry entry_of(std::string_view action, const Attachment& row) {
  return {.action = std::string(action),
          .object_kind = "attachment",
          .object_id = row.id.text(),
          .unit_id = row.unit_id,
          .county_id = row.county_id,
          .detail = json::Value::object()
                        .set("sha256", row.sha256)
                        .set("size", row.size)
                        .set("media_type", row.media_type)
                        .set("owner_kind", row.owner_kind)
                        .set("owner_id", row.owner_id.text()),
          .personal = {{"name", row.name}}};
}

Result<std::optional<Attachment>> find_row(db::Reader& reader, const Id& id) {
  return reader.first<Attachment>(
      "SELECT id, sha256, size, media_type, name, unit_id, county_id, owner_kind, owner_id, uploaded_at, account_id, "
      "is_demo FROM attachment WHERE id = $1",
      id);
}

// The row, if the caller may use it so.
Result<Attachment> find_for(db::Reader& reader, const AttachmentOwners& owners, const access::Caller& caller,
                            const Id& id, Use use) {
  auto row = TRY(find_row(reader, id));
  if (!row) return fail(no_such_attachment());
  const auto* owner = owners.of(row->owner_kind);
  if (!owner) return fail(internal_error(fmt::format("attachment {} of unknown kind {}", id.text(), row->owner_kind)));
  TRY(owner->find(reader, caller, row->owner_id, use));
  return std::move(*row);
}

// Under the store's lock.
Result<void> remove_if_unused(const AttachmentContext& context, const std::string& sha256) {
  const auto uses = TRY(context.database.read(
      [&](db::Reader& reader) { return reader.integer("SELECT count(*) FROM attachment WHERE sha256 = $1", sha256); }));
  if (uses.value_or(0) > 0) return {};
  return context.files.remove(sha256);
}

struct Content {
  std::string sha256;
  std::int64_t size = 0;
};
constexpr auto describe(Tag<Content>) {
  return object("Content", "A stored content", field<&Content::sha256>("sha256", "Its hash"),
                field<&Content::size>("size", "Its bytes"));
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {
      {.module = "documents", .number = 1, .description = "attachments", .steps = {db::CreateTable{&attachment_table}}},
      {.module = "documents", .number = 2, .description = "exports", .steps = {db::CreateTable{&export_table}}},
      {.module = "documents",
       .number = 3,
       .description = "a second person agrees to exports",
       .steps = {db::CreateTable{&export_request_table}, db::AddColumn{&export_table, "approver"},
                 db::AddColumn{&export_table, "object_kind"}, db::AddColumn{&export_table, "unit_id"},
                 db::AddColumn{&export_table, "part"}, db::AddColumn{&export_table, "rows"}}}};
}

AttachmentSummary summary_of(const Attachment& row) {
  return {.id = row.id,
          .name = row.name,
          .media_type = row.media_type,
          .size = row.size,
          .uploaded_at = row.uploaded_at,
          .is_demo = row.is_demo};
}

Result<AttachmentOwners> AttachmentOwners::make(std::vector<AttachmentOwner> declared) {
  AttachmentOwners owners;
  for (auto& owner : declared) {
    auto kind = owner.kind;
    if (kind.empty() || !owner.find || !owners.by_kind_.emplace(kind, std::move(owner)).second)
      return fail(internal_error(fmt::format("owner of attachments '{}' has no name, no `find`, or is twice", kind)));
  }
  return owners;
}

const AttachmentOwner* AttachmentOwners::of(std::string_view kind) const {
  const auto found = by_kind_.find(kind);
  return found == by_kind_.end() ? nullptr : &found->second;
}

Result<Attachment> add(const AttachmentContext& context, const access::Caller& caller, Upload upload) {
  if (static_cast<std::int64_t>(upload.bytes.size()) > most_file_bytes)
    return fail(too_large("file_too_large", fmt::format("每个文件不超过{} MB。", most_file_bytes / bytes_per_mib),
                          fmt::format("{} MiB for each file.", most_file_bytes / bytes_per_mib)));
  const auto* owner = TRY(owner_of(context.owners, upload.owner_kind));
  const auto facts = TRY(context.database.read(
      [&](db::Reader& reader) { return owner->find(reader, caller, upload.owner_id, Use::change); }));
  const auto file = TRY(accept_file(std::move(upload.bytes)));
  if (is_sound(*file.type) && owner->takes == Takes::papers) return fail(papers_wanted());
  if (!is_sound(*file.type) && owner->takes == Takes::recordings) return fail(sound_wanted());
  const auto now = context.clock.now();
  auto staged = TRY(context.files.stage(file.bytes));
  const Attachment row{.id = Id::make(now.ms()),
                       .sha256 = staged.sha256(),
                       .size = static_cast<std::int64_t>(file.bytes.size()),
                       .media_type = std::string(file.type->media_type),
                       .name = clean_file_name(upload.name, *file.type),
                       .unit_id = facts.unit_id,
                       .county_id = facts.county_id,
                       .owner_kind = upload.owner_kind,
                       .owner_id = upload.owner_id,
                       .uploaded_at = now,
                       .account_id = caller.account_id,
                       .is_demo = facts.is_demo};

  const auto lock = TRY(context.files.lock());
  TRY(context.files.keep(std::move(staged)));
  auto stored = context.database.write([&](db::Transaction& tx) -> Result<void> {
    TRY(owner->find(tx, caller, upload.owner_id, Use::change));  // it may have changed since
    TRY(check_limits(tx, *owner, row));
    TRY(tx.insert(attachment_table, row));
    TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("attachment.add", row)));
    return {};
  });
  if (!stored) {
    // What cannot be removed now, `verify` names later.
    static_cast<void>(remove_if_unused(context, row.sha256));
    return fail(std::move(stored).error());
  }
  return row;
}

Result<OpenedAttachment> open(const AttachmentContext& context, const access::Caller& caller, const Id& id) {
  auto row = TRY(context.database.read(
      [&](db::Reader& reader) { return find_for(reader, context.owners, caller, id, Use::read); }));
  auto bytes = TRY(context.files.read(row.sha256));
  return OpenedAttachment{std::move(row), std::move(bytes)};
}

Result<void> remove(const AttachmentContext& context, const access::Caller& caller, const Id& id) {
  const auto lock = TRY(context.files.lock());
  const auto sha256 = TRY(context.database.write([&](db::Transaction& tx) -> Result<std::string> {
    const auto row = TRY(find_for(tx, context.owners, caller, id, Use::change));
    TRY(tx.execute("DELETE FROM attachment WHERE id = $1", id));
    TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("attachment.remove", row)));
    return row.sha256;
  }));
  return remove_if_unused(context, sha256);
}

Result<std::vector<Attachment>> attachments_of(db::Reader& reader, std::string_view owner_kind, const Id& owner_id) {
  return reader.all<Attachment>(
      "SELECT id, sha256, size, media_type, name, unit_id, county_id, owner_kind, owner_id, uploaded_at, account_id, "
      "is_demo FROM attachment WHERE owner_kind = $1 AND owner_id = $2 ORDER BY id",
      owner_kind, owner_id);
}

Result<std::vector<std::string>> verify(db::Reader& reader, const FileStore& files) {
  std::vector<std::string> faults;
  std::set<std::string> named;
  for (const auto& content :
       TRY(reader.all<Content>("SELECT DISTINCT sha256, size FROM attachment ORDER BY sha256, size"))) {
    named.insert(content.sha256);
    const auto condition = files.check(content.sha256, content.size);
    if (condition == FileStore::Condition::sound) continue;
    faults.push_back(fmt::format("file {} {}", files.path_of(content.sha256).string(),
                                 condition == FileStore::Condition::missing ? "is missing" : "was altered"));
  }
  for (const auto& sha256 : files.settled())
    if (!named.contains(sha256))
      faults.push_back(fmt::format("file {} belongs to no attachment", files.path_of(sha256).string()));
  return faults;
}

}  // namespace gulou::documents
