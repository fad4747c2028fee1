// Recordings: what they are, how long they last, and that only the sound is kept.
#include "spine/documents/audio.h"

#include <gtest/gtest.h>

#include "spine/documents/file_type.h"
#include "spine/documents/test_files.h"

namespace gulou::documents {
namespace {

// "42 mp3": milliseconds and kind, or the code of the refusal.
std::string heard(const std::string& bytes) {
  const auto sound = sound_of(bytes);
  if (!sound) return "none";
  const auto clean = clean_sound(*sound, bytes);
  if (!clean) return clean.error().code;
  const std::string name = *sound == Sound::mp3 ? "mp3" : *sound == Sound::aac ? "aac" : "m4a";
  return std::to_string(clean->milliseconds) + " " + name;
}

std::string kept(const std::string& bytes) {
  const auto clean = clean_sound(*sound_of(bytes), bytes);
  return clean ? clean->bytes : clean.error().code;
}

std::string id3(std::string_view content) {
  return std::string("ID3\4\0\0\0\0\0", 9) + static_cast<char>(content.size()) + std::string(content);
}

TEST(Audio, LengthIsThatOfItsFrames) {
  EXPECT_EQ(heard(mp3_silence(100)), "3600 mp3");
  EXPECT_EQ(heard(mp3_silence(10)), "360 mp3");
  EXPECT_EQ(heard(aac_silence(100)), "6400 aac");
  EXPECT_EQ(heard(m4a(m4a_track(75'000))), "75000 m4a");
}

TEST(Audio, WhatIsTooShortToBeHeardIsDamaged) {
  EXPECT_EQ(heard(mp3_silence(9)), "file_damaged");
  EXPECT_EQ(heard(m4a(m4a_track(299))), "file_damaged");
  EXPECT_EQ(heard(m4a(m4a_track(300))), "300 m4a");
}

TEST(Audio, ConstantRatesOfMpegOne) {
  // 44.1 kHz, 128 kbit/s: 417 bytes, with padding 418.
  std::string plain;
  for (int i = 0; i < 20; ++i)
    plain += i % 2 == 0 ? std::string("\xFF\xFB\x90\x44", 4) + std::string(413, '\0')
                        : std::string("\xFF\xFB\x92\x44", 4) + std::string(414, '\0');
  EXPECT_EQ(heard(plain), "522 mp3");
}

TEST(Audio, TagsAreNotKept) {
  const auto sound = mp3_silence(20);
  EXPECT_EQ(kept(id3("TIT2 recorded at 26.58 N 107.98 E") + sound), sound);
  EXPECT_EQ(kept(sound + "TAG" + std::string(125, 'x')), sound);
  EXPECT_EQ(kept(sound + "APETAGEX" + std::string(200, 'x')), sound);
  EXPECT_EQ(kept(id3("x") + aac_silence(20)), aac_silence(20));
}

TEST(Audio, WhatHidesBetweenFramesIsNotKept) {
  const auto sound = mp3_silence(20);
  EXPECT_EQ(kept(sound + "<script>alert(1)</script>" + sound), sound.substr(36) + sound);
  EXPECT_EQ(heard(sound + std::string(70'000, 'x') + sound), "file_damaged");
}

TEST(Audio, UserDataOfAnM4aIsWipedAndTheRestStaysInItsPlace) {
  const auto track = m4a_track(4000);
  const auto file = m4a(track, box("udta", box("\xA9xyz", "+26.5800+107.9800/")) + box("meta", "made by a phone"));
  const auto clean = kept(file);
  EXPECT_EQ(clean.size(), file.size());
  EXPECT_EQ(clean.find("26.58"), std::string::npos);
  EXPECT_EQ(clean.find("phone"), std::string::npos);
  EXPECT_EQ(clean.find("some recorder"), std::string::npos);
  EXPECT_EQ(clean.find("mdat"), file.find("mdat"));
  EXPECT_EQ(heard(clean), "4000 m4a");
  EXPECT_EQ(kept(clean), clean);
}

TEST(Audio, VideoAndOtherSoundAreRefused) {
  EXPECT_EQ(heard(m4a(m4a_track(4000) + m4a_track(4000, "vide", "avc1"))), "file_type");
  EXPECT_EQ(heard(m4a(m4a_track(4000, "vide", "avc1"))), "file_type");
  EXPECT_EQ(heard(m4a(m4a_track(4000, "soun", "alac"))), "file_type");
  EXPECT_EQ(heard(m4a(m4a_track(4000) + m4a_track(4000))), "file_type");
}

TEST(Audio, AFileThatIsCutShortIsDamaged) {
  const auto file = m4a(m4a_track(4000));
  for (std::size_t size = 12; size < file.size(); ++size)
    EXPECT_EQ(heard(file.substr(0, size)), "file_damaged") << size;
}

TEST(Audio, BoxesThatClaimTooMuchAreDamaged) {
  auto file = m4a(m4a_track(4000));
  const auto at = file.find("moov") - 4;
  for (const std::uint32_t size : {0U, 1U, 7U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
    auto wrong = file;
    wrong.replace(at, 4, big_endian(size, 4));
    EXPECT_EQ(heard(wrong), "file_damaged") << size;
  }
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep = box("moov", deep);
  EXPECT_EQ(heard(box("ftyp", "M4A 0000") + deep), "file_damaged");
}

TEST(Audio, EveryShortBeginningIsJudgedWithoutReadingBeyondIt) {
  for (const auto& file : {mp3_silence(3), aac_silence(3), id3("x") + mp3_silence(1), m4a(m4a_track(400))})
    for (std::size_t size = 0; size < std::min<std::size_t>(file.size(), 200); ++size) {
      const auto part = file.substr(0, size);
      const auto sound = sound_of(part);
      EXPECT_FALSE(sound && clean_sound(*sound, part)) << size;
    }
}

TEST(Audio, IsAFileTypeLikeOthers) {
  const auto file = accept_file(id3("x") + mp3_silence(20));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->type->media_type, "audio/mpeg");
  EXPECT_TRUE(is_sound(*file->type));
  EXPECT_EQ(file->bytes, mp3_silence(20));
  EXPECT_FALSE(is_sound(*file_type_of("application/pdf")));
  EXPECT_EQ(accept_file(m4a(m4a_track(4000, "vide", "avc1"))).error().code, "file_type");
}

}  // namespace
}  // namespace gulou::documents
