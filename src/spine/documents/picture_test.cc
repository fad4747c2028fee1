// What cameras write beside the picture is gone, the picture is not touched.
#include "spine/documents/picture.h"

#include <gtest/gtest.h>

#include "spine/documents/test_files.h"

namespace gulou::documents {
namespace {

std::string cleaned(const std::string& bytes) {
  const auto result = bytes.starts_with("\x89") ? clean_png(bytes) : clean_jpeg(bytes);
  EXPECT_TRUE(result) << describe_error(result.error());
  return result.value_or("");
}

std::string refusal(const std::string& bytes) {
  const auto result = bytes.starts_with("\x89") ? clean_png(bytes) : clean_jpeg(bytes);
  return result ? "accepted" : result.error().code;
}

// EXIF with the orientation and a text that must not survive.
std::string exif(bool little, char orientation) {
  std::string tiff = little ? std::string("II\x2A\0\x08\0\0\0\2\0", 10) : std::string("MM\0\x2A\0\0\0\x08\0\2", 10);
  if (little) {
    tiff += std::string("\x0F\1\2\0\x06\0\0\0\x26\0\0\0", 12) + std::string("\x12\1\3\0\1\0\0\0", 8) + orientation +
            std::string("\0\0\0", 3);
  } else {
    tiff += std::string("\1\x0F\0\2\0\0\0\x06\0\0\0\x26", 12) + std::string("\1\x12\0\3\0\0\0\1\0", 9) + orientation +
            std::string("\0\0", 2);
  }
  return std::string("Exif\0\0", 6) + tiff + std::string(4, '\0') + "GPS 26.58,107.98";
}

TEST(Picture, AJpegWithNothingToHideStaysAsItIs) { EXPECT_EQ(cleaned(jpeg()), jpeg()); }

TEST(Picture, JpegLosesWhatTellsOfPlaceAndPerson) {
  const auto icc = jpeg_segment(0xE2, std::string_view("ICC_PROFILE\0\1\1profile", 21));
  const auto adobe = jpeg_segment(0xEE, std::string_view("Adobe\0\x64\0\0\0\0\1", 12));
  const auto secret = jpeg_segment(0xE1, exif(true, 1)) + jpeg_segment(0xE1, "http://ns.adobe.com/xap/1.0/ secret") +
                      jpeg_segment(0xE2, "MPF secret") + jpeg_segment(0xED, "Photoshop 3.0 secret") +
                      jpeg_segment(0xE0, "JFXX secret thumbnail") + jpeg_segment(0xFE, "secret comment") +
                      jpeg_segment(0xEE, "Adobe secret longer");
  const auto dirty = jpeg_start + secret + icc + adobe + jpeg_picture() + "\xFF\xD8 a second picture with secret GPS";
  EXPECT_EQ(cleaned(dirty), jpeg_start + icc + adobe + jpeg_picture());
}

TEST(Picture, JpegKeepsHowTheCameraWasHeldAndNothingElseOfExif) {
  for (const bool little : {true, false}) {
    const auto clean = cleaned(jpeg_start + jpeg_segment(0xE1, exif(little, 6)) + jpeg_picture());
    const auto kept = clean.substr(jpeg_start.size(), clean.size() - jpeg_start.size() - jpeg_picture().size());
    EXPECT_EQ(kept, jpeg_segment(0xE1, std::string_view(
                                           "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 32)));
    // Cleaning what is clean changes nothing.
    EXPECT_EQ(cleaned(clean), clean);
  }
}

TEST(Picture, BrokenExifIsDroppedWithoutReadingBeyondIt) {
  for (const std::string_view tiff :
       {std::string_view(""), std::string_view("II"), std::string_view("II\x2A\0\xFF\xFF\xFF\xFF", 8),
        std::string_view("MM\0\x2A\0\0\0\x08\xFF\xFF", 10), std::string_view("MM\0\x2A\0\0\0\x07", 8),
        std::string_view("MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x09\0\0", 22)}) {
    const auto dirty =
        jpeg_start + jpeg_segment(0xE1, "Exif" + std::string(2, '\0') + std::string(tiff)) + jpeg_picture();
    EXPECT_EQ(cleaned(dirty), jpeg());
  }
}

TEST(Picture, CutOffAnywhereItIsDamaged) {
  for (const auto& whole : {jpeg(), png()})
    for (std::size_t size = 8; size < whole.size(); ++size)
      EXPECT_EQ(refusal(whole.substr(0, size)), "file_damaged") << size;
}

TEST(Picture, WhatIsNoPictureIsDamaged) {
  EXPECT_EQ(refusal(jpeg_start + "\xFF\xD9"), "file_damaged");
  EXPECT_EQ(refusal(jpeg_start + "garbage" + jpeg_picture()), "file_damaged");
  EXPECT_EQ(refusal(jpeg_start + jpeg_segment(0xC0, "\x08") + jpeg_picture()), "file_damaged");
  EXPECT_EQ(refusal(jpeg_start + std::string("\xFF\xE1\0\1", 4) + jpeg_picture()), "file_damaged");
  EXPECT_EQ(refusal(png_start + png_chunk("IDAT", "data") + png_chunk("IEND", "")), "file_damaged");
  EXPECT_EQ(refusal(png_start + png_header(16, 8) + png_chunk("IEND", "")), "file_damaged");
  EXPECT_EQ(
      refusal(png_start + png_header(16, 8) + png_chunk("EVIL", "") + png_chunk("IDAT", "") + png_chunk("IEND", "")),
      "file_damaged");
  EXPECT_EQ(refusal(png_start + png_header(16, 8) + big_endian(0xFFFFFFFF, 4) + "IDATdatacrc!"), "file_damaged");
}

TEST(Picture, SEC31_HasAtMostSoManyPixels) {
  EXPECT_EQ(refusal(jpeg_start + jpeg_picture(16'320, 12'240)), "accepted");
  EXPECT_EQ(refusal(jpeg_start + jpeg_picture(65'535, 65'535)), "picture_too_large");
  EXPECT_EQ(refusal(jpeg_start + jpeg_picture(0, 8)), "file_damaged");
  const auto rest = png_chunk("IDAT", "data") + png_chunk("IEND", "");
  EXPECT_EQ(refusal(png_start + png_header(65'536, 65'536) + rest), "picture_too_large");
  EXPECT_EQ(refusal(png_start + png_header(0, 1) + rest), "file_damaged");
}

TEST(Picture, PngLosesTextsAndWhatFollowsItsEnd) {
  const auto dirty = png_start + png_header(16, 8) + png_chunk("tEXt", "Author secret") +
                     png_chunk("eXIf", "GPS secret") + png_chunk("pHYs", "123456789") + png_chunk("tIME", "1234567") +
                     png_chunk("IDAT", "data") + png_chunk("iTXt", "secret") + png_chunk("IEND", "") +
                     "PK\3\4 a zip behind it";
  EXPECT_EQ(cleaned(dirty), png_start + png_header(16, 8) + png_chunk("pHYs", "123456789") + png_chunk("IDAT", "data") +
                                png_chunk("IEND", ""));
}

}  // namespace
}  // namespace gulou::documents
