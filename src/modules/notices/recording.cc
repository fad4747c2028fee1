#include "modules/notices/recording.h"

#include <algorithm>

#include "spine/documents/audio.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::notices {
namespace {

constexpr std::int64_t most_recordings = 12;
constexpr std::int64_t most_bytes = 60 * 1024 * 1024;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool is_open(const NoticeRow& notice) { return notice.state == "draft" || notice.state == "published"; }

Result<void> may_change(db::Reader& reader, const access::Caller& caller, const NoticeRow& notice) {
  TRY(workflow::permit(reader, caller, write_permission, workflow::Where::own,
                       TRY(units::by_id(reader, notice.unit_id))));
  if (is_open(notice)) return {};
  return fail({.kind = ErrorKind::conflict,
               .code = "wrong_state",
               .message = {"公告已经撤下，录音不能再增减。", "The notice is over: its recordings stay as they are."}});
}

Result<documents::OwnerFacts> find_owner(db::Reader& reader, const access::Caller& caller, const Id& id,
                                         documents::Use use) {
  const auto notice = TRY(find_notice(reader, id));
  if (use == documents::Use::read) {
    TRY(access::require(reader, caller, read_permission, TRY(units::by_id(reader, notice.unit_id))));
  } else {
    TRY(may_change(reader, caller, notice));
  }
  return documents::OwnerFacts{.unit_id = notice.unit_id, .county_id = notice.county_id, .is_demo = notice.is_demo};
}

// Who speaks is a person: the journal keeps a hash of the name.
journal::Entry entry_of(std::string_view action, const NoticeRow& notice, const RecordingRow& row) {
  return {.action = std::string(action),
          .object_kind = "notices.recording",
          .object_id = row.id.text(),
          .unit_id = notice.unit_id,
          .county_id = notice.county_id,
          .detail = json::Value::object()
                        .set("notice", notice.id.text())
                        .set("attachment", row.attachment_id.text())
                        .set("sha256", row.sha256)
                        .set("language", name_of(row.language))
                        .set("milliseconds", row.milliseconds)
                        .set("consented_on", row.consented_on.text()),
          .personal = {{"speaker", row.speaker}}};
}

std::optional<documents::Attachment> file_of(const std::vector<documents::Attachment>& files, const Id& id) {
  const auto found = std::ranges::find(files, id, &documents::Attachment::id);
  return found == files.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

const db::Table recording_table{
    .name = "notice_recording",
    .row = &type_of<RecordingRow>,
    .primary_key = "id",
    .foreign_keys = {{"notice_id", "notice(id)"}},
    .indexes = {{"notice_recording_of_notice", "notice_id, id"}, {"notice_recording_file", "attachment_id", true, ""}}};

documents::AttachmentOwner notice_attachments() {
  return {.kind = notice_machine().object_kind,
          .takes = documents::Takes::recordings,
          .most_files = most_recordings,
          .most_bytes = most_bytes,
          .find = &find_owner};
}

Result<Id> add_recording(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                         const Id& notice_id, const NewRecording& wanted) {
  const auto notice = TRY(find_notice(tx, notice_id));
  TRY(may_change(tx, caller, notice));
  const auto file =
      file_of(TRY(documents::attachments_of(tx, notice_machine().object_kind, notice.id)), wanted.attachment);
  const auto there = TRY(recordings_of(tx, notice.id));
  std::vector<FieldError> errors;
  if (!file)
    errors.push_back(
        {"/attachment", "unknown_attachment", {"这份公告没有这个录音文件。", "The notice has no such file."}});
  if (std::ranges::find(there, wanted.attachment, &RecordingRow::attachment_id) != there.end())
    errors.push_back({"/attachment", "used_already", {"这个录音文件已经登记过了。", "This file is entered already."}});
  const auto speaker = trimmed(wanted.speaker);
  const auto transcript = trimmed(wanted.transcript);
  if (speaker.empty()) errors.push_back({"/speaker", "required", {"请写明讲述人。", "Say who speaks."}});
  if (transcript.empty())
    errors.push_back({"/transcript", "required", {"请写汉语文字稿。", "Write down in Chinese what is said."}});
  if (wanted.consented_on > context.clock.today())
    errors.push_back({"/consented_on",
                      "consent_in_the_future",
                      {"讲述人同意的日期不能在今天以后；没有同意的，不能发布。",
                       "The speaker's consent cannot lie in the future; without it nothing is published."}});
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));

  const auto bytes = TRY(context.files.read(file->sha256));
  const auto sound = documents::sound_of(bytes);
  if (!sound) return fail(internal_error("attachment " + file->id.text() + " of a notice is no sound"));
  const auto milliseconds = TRY(documents::clean_sound(*sound, bytes)).milliseconds;
  const RecordingRow row{.id = Id::make(context.clock.now().ms()),
                         .notice_id = notice.id,
                         .attachment_id = file->id,
                         .sha256 = file->sha256,
                         .media_type = file->media_type,
                         .milliseconds = milliseconds,
                         .language = wanted.language,
                         .speaker = speaker,
                         .consented_on = wanted.consented_on,
                         .transcript = transcript,
                         .added_at = context.clock.now()};
  TRY(tx.insert(recording_table, row));
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("notices.recording.add", notice, row)));
  return row.id;
}

Result<Id> remove_recording(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& recording) {
  const auto row = TRY(find_recording(tx, recording));
  const auto notice = TRY(find_notice(tx, row.notice_id));
  TRY(may_change(tx, caller, notice));
  TRY(tx.execute("DELETE FROM notice_recording WHERE id = $1", row.id));
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("notices.recording.remove", notice, row)));
  return row.attachment_id;
}

Result<std::vector<RecordingRow>> recordings_of(db::Reader& reader, const Id& notice) {
  return reader.all<RecordingRow>(
      "SELECT r.id, r.notice_id, r.attachment_id, r.sha256, r.media_type, r.milliseconds, r.language, r.speaker, "
      "r.consented_on, r.transcript, r.added_at FROM notice_recording r JOIN attachment a ON a.id = r.attachment_id "
      "WHERE r.notice_id = $1 ORDER BY r.id",
      notice);
}

Result<RecordingRow> find_recording(db::Reader& reader, const Id& id) {
  auto row = TRY(reader.first<RecordingRow>(
      "SELECT r.id, r.notice_id, r.attachment_id, r.sha256, r.media_type, r.milliseconds, r.language, r.speaker, "
      "r.consented_on, r.transcript, r.added_at FROM notice_recording r JOIN attachment a ON a.id = r.attachment_id "
      "WHERE r.id = $1",
      id));
  if (!row) return fail(not_found_error({"没有这段录音。", "There is no such recording."}));
  return std::move(*row);
}

Recording shown(const RecordingRow& row) {
  const auto language = label_of(row.language);
  return {.id = row.id,
          .attachment = row.attachment_id,
          .media_type = row.media_type,
          .milliseconds = row.milliseconds,
          .length_zh = length_zh(row.milliseconds),
          .length_en = length_en(row.milliseconds),
          .language = row.language,
          .language_zh = language.zh,
          .language_en = language.en,
          .speaker = row.speaker,
          .consented_on = row.consented_on,
          .transcript = row.transcript};
}

}  // namespace gulou::notices
