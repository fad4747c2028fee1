// Files that people attach to objects: a report, a case, a notice. Whose files they are, and who may see and change
// them, is known to the module that owns the object; it declares that once (AttachmentOwner).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/documents/file_store.h"

namespace gulou::documents {

inline constexpr std::int64_t most_file_bytes = 20 * 1024 * 1024;

// A row of `attachment`.
struct Attachment {
  Id id;
  std::string sha256;  // of the content as it is stored: its name in the FileStore
  std::int64_t size = 0;
  std::string media_type;  // by its content (file_type.h)
  std::string name;        // as given, cleaned (file_name.h)
  Id unit_id;              // of the owner
  std::optional<Id> county_id;
  std::string owner_kind;
  Id owner_id;
  Instant uploaded_at;
  std::optional<Id> account_id;  // of the account or operator token that sent it
  bool is_demo = false;
};

constexpr auto describe(Tag<Attachment>) {
  return object("StoredAttachment", "An attachment as stored", field<&Attachment::id>("id", "Id"),
                field<&Attachment::sha256>("sha256", "Hash of the content"),
                field<&Attachment::size>("size", "Bytes of the content"),
                field<&Attachment::media_type>("media_type", "What the content is"),
                field<&Attachment::name>("name", "Name of the file"), field<&Attachment::unit_id>("unit_id", "Unit"),
                field<&Attachment::county_id>("county_id", "County of the unit"),
                field<&Attachment::owner_kind>("owner_kind", "Kind of the object it belongs to"),
                field<&Attachment::owner_id>("owner_id", "The object it belongs to"),
                field<&Attachment::uploaded_at>("uploaded_at", "When it came"),
                field<&Attachment::account_id>("account_id", "Who sent it"),
                field<&Attachment::is_demo>("is_demo", "Made-up data of the demo"));
}

// What the API shows of it.
struct AttachmentSummary {
  Id id;
  std::string name;
  std::string media_type;
  std::int64_t size = 0;
  Instant uploaded_at;
  bool is_demo = false;
};

constexpr auto describe(Tag<AttachmentSummary>) {
  return object("Attachment", "A file that belongs to an object",
                field<&AttachmentSummary::id>("id", "To get it: /api/attachments/{id}"),
                field<&AttachmentSummary::name>("name", "Name of the file"),
                field<&AttachmentSummary::media_type>("media_type", "What it is, by its content"),
                field<&AttachmentSummary::size>("size", "Bytes"),
                field<&AttachmentSummary::uploaded_at>("uploaded_at", "When it came"),
                field<&AttachmentSummary::is_demo>("is_demo", "Made-up data of the demo"));
}

AttachmentSummary summary_of(const Attachment& row);

std::vector<db::Migration> migrations();

enum class Use { read, change };

// Of the object that owns attachments.
struct OwnerFacts {
  Id unit_id;
  std::optional<Id> county_id = {};
  bool is_demo = false;
};

enum class Takes { papers, recordings };  // documents and pictures, or sound

// One kind of object that has attachments, as its module declares it (Module::attachment_owners).
struct AttachmentOwner {
  std::string kind;  // "plan.report"
  Takes takes = Takes::papers;
  std::int64_t most_files = 20;
  std::int64_t most_bytes = 100 * 1024 * 1024;  // of all files of one object
  // Finds the object and judges whether the caller may use its attachments so, in the state it is in. Errors:
  // not_found, what access::require gives, and refused_by_rule where the state forbids a change.
  std::function<Result<OwnerFacts>(db::Reader&, const access::Caller&, const Id& object, Use)> find;
};

// All kinds, by name.
class AttachmentOwners {
 public:
  AttachmentOwners() = default;
  // Fails on a kind that is empty, declared twice or without `find`.
  static Result<AttachmentOwners> make(std::vector<AttachmentOwner> declared);
  // Null for an unknown kind.
  const AttachmentOwner* of(std::string_view kind) const;

 private:
  std::map<std::string, AttachmentOwner, std::less<>> by_kind_;
};

// What every use case here works with; all of it outlives the call.
struct AttachmentContext {
  db::Database& database;
  const FileStore& files;
  const AttachmentOwners& owners;
  const Clock& clock;
};

struct Upload {
  std::string owner_kind;
  Id owner_id;
  std::string name;
  std::string bytes;
};

// Stores a file. Journal: "attachment.add" (its name as a personal value). Errors: what accept_file (file_type.h) and
// AttachmentOwner::find give; unsupported_type "file_type" for a recording where papers are wanted, and the other way
// round; invalid_fields "/owner_kind" for an unknown kind; too_large "file_too_large",
// "too_many_files", "files_too_large"; unavailable "files_unavailable".
Result<Attachment> add(const AttachmentContext& context, const access::Caller& caller, Upload upload);

struct OpenedAttachment {
  Attachment row;
  std::string bytes;
};
// Errors: not_found, what AttachmentOwner::find gives, unavailable "files_unavailable".
Result<OpenedAttachment> open(const AttachmentContext& context, const access::Caller& caller, const Id& id);

// Removes it; the content too, if nothing else has the same. Journal: "attachment.remove". Errors as above.
Result<void> remove(const AttachmentContext& context, const access::Caller& caller, const Id& id);

// For the owner's module: the attachments of an object, oldest first. Whoever calls has judged that they may be seen.
Result<std::vector<Attachment>> attachments_of(db::Reader& reader, std::string_view owner_kind, const Id& owner_id);

// One sentence per fault: a file that is missing or altered, and a file that no attachment names (which a crash or a
// restored older database leaves; it may be removed).
Result<std::vector<std::string>> verify(db::Reader& reader, const FileStore& files);

}  // namespace gulou::documents
