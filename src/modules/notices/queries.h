// What other modules may ask of notices: what hangs out, and what is read out.
#pragma once

#include <vector>

#include "db/database.h"
#include "modules/notices/model.h"

namespace gulou::notices {

// What hangs out today at the unit (`own`) and at the units above it, each newest first, with recordings.
struct Board {
  std::vector<PublicNotice> own;
  std::vector<PublicNotice> above;
};
Result<Board> board_of(db::Reader& reader, const units::UnitSummary& unit, Date today);

// One that hangs out. Errors: not_found for a draft and for one whose first day is to come; gone "notice_withdrawn",
// "notice_expired" for one that was taken down.
Result<PublicNotice> public_notice(db::Reader& reader, const Id& id, Date today);

// What the village's loudspeaker plays today, in its order: safety first, then the unit's own notices, then those of
// the units above.
struct PlaylistEntry {
  PublicNotice notice;
  PublicRecording recording;
};
struct Playlist {
  std::vector<PlaylistEntry> entries;
  std::int64_t milliseconds = 0;
};
Playlist playlist_of(const Board& board);

// The list for a player (M3U in UTF-8); `origin`, e.g. "https://gulou.example", stands before each address.
std::string m3u_of(const Playlist& playlist, std::string_view name, std::string_view origin);

}  // namespace gulou::notices
