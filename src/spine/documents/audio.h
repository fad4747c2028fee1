// Recordings of people's voices: MP3, AAC and M4A, recognised by their content. Kept is the sound alone: what a
// recorder writes beside it (title, artist, and where it was recorded) is removed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gulou::documents {

enum class Sound { mp3, aac, m4a };

// What a file claims to be by its first bytes; nullopt for none of them.
std::optional<Sound> sound_of(std::string_view bytes);

struct CleanSound {
  std::string bytes;
  std::int64_t milliseconds = 0;
};

// MP3 (MPEG-1, 2 and 2.5, layer III) and AAC (ADTS): only whole frames are kept, so ID3 and APE tags and whatever else
// hides between them are gone. M4A: all of the file's boxes must fit; user data and unknown boxes are overwritten with
// zeros. Errors: invalid "file_damaged", also for less than a third of a second; unsupported_type "file_type" for an
// M4A with pictures or with other sound than AAC.
Result<CleanSound> clean_sound(Sound sound, std::string_view bytes);

}  // namespace gulou::documents
