// Recordings of notices. The file is sent as an attachment of the notice first; this says what it is.
#pragma once

#include <string>
#include <vector>

#include "modules/notices/notice.h"

namespace gulou::notices {

struct NewRecording {
  Id attachment;
  Language language = Language::zh;
  std::string speaker;
  Date consented_on;
  std::string transcript;
};

constexpr auto describe(Tag<NewRecording>) {
  return object("NewRecording", "What a file of sound is",
                field<&NewRecording::attachment>("attachment", "The file, sent to /api/attachments before"),
                field<&NewRecording::language>("language", "What is spoken"),
                field<&NewRecording::speaker>("speaker", "Who speaks; shown to everyone")
                    .min_length(1)
                    .max_length(longest_speaker),
                field<&NewRecording::consented_on>("consented_on", "The day on which the speaker agreed"),
                field<&NewRecording::transcript>("transcript", "What is said, in Chinese")
                    .min_length(2)
                    .max_length(longest_transcript));
}

// As those see it who work with it.
struct Recording {
  Id id;
  Id attachment;
  std::string media_type;
  std::int64_t milliseconds = 0;
  std::string length_zh;
  std::string length_en;
  Language language = Language::zh;
  std::string language_zh;
  std::string language_en;
  std::string speaker;
  Date consented_on;
  std::string transcript;
};

constexpr auto describe(Tag<Recording>) {
  return object("Recording", "A notice read out", field<&Recording::id>("id", "Id"),
                field<&Recording::attachment>("attachment", "The file: /api/attachments/{id}"),
                field<&Recording::media_type>("media_type", "What the file is"),
                field<&Recording::milliseconds>("milliseconds", "How long it lasts"),
                field<&Recording::length_zh>("length_zh", "The same in Chinese words"),
                field<&Recording::length_en>("length_en", "The same in English"),
                field<&Recording::language>("language", "What is spoken"),
                field<&Recording::language_zh>("language_zh", "The same in Chinese"),
                field<&Recording::language_en>("language_en", "The same in English"),
                field<&Recording::speaker>("speaker", "Who speaks"),
                field<&Recording::consented_on>("consented_on", "When the speaker agreed"),
                field<&Recording::transcript>("transcript", "What is said, in Chinese"));
}

extern const db::Table recording_table;

// Notices take recordings while they are drafts or published, from their own unit.
documents::AttachmentOwner notice_attachments();

// Journal: "notices.recording.add". Errors: what workflow::permit gives; conflict "wrong_state" for a notice that is
// over; fields "/attachment" "unknown_attachment" or "used_already", "/speaker", "/transcript" "required",
// "/consented_on" "consent_in_the_future".
Result<Id> add_recording(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                         const Id& notice, const NewRecording& wanted);
// Journal: "notices.recording.remove"; the file is an attachment, and removed as one afterwards. Gives its id.
Result<Id> remove_recording(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& recording);

// In the order in which they were added; one whose file was removed is not there.
Result<std::vector<RecordingRow>> recordings_of(db::Reader& reader, const Id& notice);
// Errors: not_found.
Result<RecordingRow> find_recording(db::Reader& reader, const Id& id);
Recording shown(const RecordingRow& row);

}  // namespace gulou::notices
