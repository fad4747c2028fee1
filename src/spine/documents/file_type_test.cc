// What a file is, by its content; and the names that files may have.
#include "spine/documents/file_type.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "crypto/hash.h"
#include "spine/documents/file_name.h"
#include "spine/documents/spreadsheet.h"
#include "spine/documents/test_files.h"

namespace gulou::documents {
namespace {

std::string type_of_bytes(std::string bytes) {
  const auto file = accept_file(std::move(bytes));
  return file ? std::string(file->type->endings[0]) : file.error().code;
}

std::string odf(const std::string& type, std::vector<ArchiveFile> more = {}) {
  std::vector<ArchiveFile> files = {{"mimetype", "application/vnd.oasis.opendocument." + type},
                                    {"content.xml", "<x/>"}};
  files.insert(files.end(), more.begin(), more.end());
  return packed(files);
}

TEST(FileType, SEC31_IsKnownByContent) {
  EXPECT_EQ(type_of_bytes(pdf()), "pdf");
  EXPECT_EQ(type_of_bytes(jpeg()), "jpg");
  EXPECT_EQ(type_of_bytes(png()), "png");
  EXPECT_EQ(type_of_bytes(docx()), "docx");
  EXPECT_EQ(type_of_bytes(odf("text")), "odt");
  EXPECT_EQ(type_of_bytes(odf("spreadsheet")), "ods");
  EXPECT_EQ(type_of_bytes("第一行\r\n\t第二行\n"), "txt");
  EXPECT_EQ(type_of_bytes("\uFEFF县，数\r\n"), "txt");
  EXPECT_EQ(type_of_bytes(*xlsx({{{.name = "s", .title = "t", .columns = {{.title = "c"}}}}})), "xlsx");
}

TEST(FileType, EveryTypeIsFoundAgainByItsMediaType) {
  for (const auto& type : file_types()) EXPECT_EQ(file_type_of(type.media_type), &type);
  EXPECT_EQ(file_type_of("text/html"), nullptr);
}

TEST(FileType, OthersAreRefused) {
  EXPECT_EQ(type_of_bytes(""), "file_empty");
  EXPECT_EQ(type_of_bytes(std::string("MZ\x90\0\3", 5)), "file_type");  // a program for Windows
  EXPECT_EQ(type_of_bytes(std::string("\x7F"
                                      "ELF\2\1",
                                      6)),
            "file_type");                                                     // and for Linux
  EXPECT_EQ(type_of_bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "file_type");  // old Word, encrypted docx
  EXPECT_EQ(type_of_bytes("GIF89a\1"), "file_type");
  EXPECT_EQ(type_of_bytes("\xD6\xD0\xCE\xC4"), "file_type");  // GB 18030
  EXPECT_EQ(type_of_bytes(std::string("text\0text", 9)), "file_type");
  EXPECT_EQ(type_of_bytes("\x1B[2J"), "file_type");
  EXPECT_EQ(type_of_bytes(" %PDF-1.7 %%EOF\1"), "file_type");  // hidden behind something
}

TEST(FileType, SEC31_WhatOnlyClaimsToBeOneIsDamaged) {
  EXPECT_EQ(type_of_bytes("%PDF-1.7\n1 0 obj"), "file_damaged");
  EXPECT_EQ(type_of_bytes("%PDF-1.7 %%EOF" + std::string(2000, ' ')), "file_damaged");
  EXPECT_EQ(type_of_bytes("\xFF\xD8\xFF\xE0"), "file_damaged");
  EXPECT_EQ(type_of_bytes(png_start + "x"), "file_damaged");
  EXPECT_EQ(type_of_bytes("PK\3\4 and no more"), "file_damaged");
  EXPECT_EQ(type_of_bytes(docx().substr(0, docx().size() - 30)), "file_damaged");
}

TEST(FileType, AnArchiveIsNotADocument) {
  EXPECT_EQ(type_of_bytes(packed({{"readme.txt", "x"}})), "file_type");
  EXPECT_EQ(type_of_bytes(packed({{"META-INF/MANIFEST.MF", "x"}, {"A.class", "x"}})), "file_type");
  EXPECT_EQ(type_of_bytes(packed({{"[Content_Types].xml", content_types("wordprocessingml.document")}})), "file_type");
  EXPECT_EQ(type_of_bytes(packed({{"word/document.xml", "<w/>"}})), "file_type");
  EXPECT_EQ(type_of_bytes(odf("presentation")), "file_type");
}

TEST(FileType, SEC31_MacrosAreRefused) {
  const ArchiveFile types{"[Content_Types].xml", content_types("wordprocessingml.document")};
  const ArchiveFile text{"word/document.xml", "<w/>"};
  EXPECT_EQ(type_of_bytes(packed({types, text, {"word/vbaProject.bin", "x"}})), "file_type");
  EXPECT_EQ(type_of_bytes(
                packed({{"[Content_Types].xml", types.bytes + "application/vnd.ms-word.document.macroEnabled"}, text})),
            "file_type");
  EXPECT_EQ(type_of_bytes(odf("text", {{"Basic/Standard/Module1.xml", "x"}})), "file_type");
  EXPECT_EQ(type_of_bytes(odf("text", {{"Scripts/python/x.py", "x"}})), "file_type");
}

TEST(FileType, SEC33_ZipBombsAreRefused) {
  const ArchiveFile types{"[Content_Types].xml", content_types("spreadsheetml.sheet")};
  EXPECT_EQ(type_of_bytes(packed({types, {"xl/workbook.xml", std::string(4 << 20, ' ')}})), "archive_too_large");
  EXPECT_EQ(type_of_bytes(packed({types, {"xl/workbook.xml", std::string(512 << 10, ' ')}})), "xlsx");
  std::vector<ArchiveFile> many = {types, {"xl/workbook.xml", "<w/>"}};
  for (int i = 0; i < 5000; ++i) many.push_back({"xl/" + std::to_string(i), ""});
  EXPECT_EQ(type_of_bytes(packed(many)), "archive_too_large");
  // A list of parts of more than a mebibyte is not read.
  EXPECT_EQ(type_of_bytes(packed({{"[Content_Types].xml", types.bytes + std::string(1 << 20, ' ')},
                                  {"xl/workbook.xml", "<w/>"},
                                  {"xl/media/picture", crypto::random_bytes(100'000)}})),
            "file_type");
}

TEST(FileType, NothingFollowsFromHtmlButText) {
  const auto page = accept_file("<!doctype html><script>alert(1)</script>");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->type->media_type, "text/plain; charset=utf-8");
}

std::string clean(std::string_view name, std::string_view media_type = "application/pdf") {
  return clean_file_name(name, *file_type_of(media_type));
}

TEST(FileName, KeepsWhatPeopleWrote) {
  EXPECT_EQ(clean("岩寨村 选民名单（定稿）.pdf"), "岩寨村 选民名单（定稿）.pdf");
  EXPECT_EQ(clean("Photo.JPEG", "image/jpeg"), "Photo.jpeg");
  EXPECT_EQ(clean("𫖯𬭩.png", "image/png"), "𫖯𬭩.png");
  EXPECT_EQ(clean("统计.csv", "text/plain; charset=utf-8"), "统计.csv");
}

TEST(FileName, TheEndingIsThatOfTheContent) {
  EXPECT_EQ(clean("成绩.exe"), "成绩.exe.pdf");
  EXPECT_EQ(clean("page.html", "text/plain; charset=utf-8"), "page.html.txt");
  EXPECT_EQ(clean("无后缀"), "无后缀.pdf");
  EXPECT_EQ(clean("gnp\u202Eexe.pdf"), "gnpexe.pdf");
}

TEST(FileName, SEC31_NothingOfItIsAPathOrHidden) {
  EXPECT_EQ(clean("../../etc/passwd"), "passwd.pdf");
  EXPECT_EQ(clean("C:\\Users\\x\\a.pdf"), "a.pdf");
  EXPECT_EQ(clean("a:b*c?\"d<e>|.pdf"), "a_b_c__d_e__.pdf");
  EXPECT_EQ(clean("a\r\nSet-Cookie: x.pdf"), "aSet-Cookie_ x.pdf");
  EXPECT_EQ(clean("\u200B\uFEFF..a..pdf"), "a.pdf");
  for (const auto* nothing : {"", ".", "..", "/", " . ", "\u202E", "\x7F"}) EXPECT_EQ(clean(nothing), "附件.pdf");
}

TEST(FileName, HasAtMostAHundredCharacters) {
  std::string wide;
  for (int i = 0; i < 500; ++i) wide += "𫖯";
  const auto name = clean(wide + ".pdf");
  EXPECT_LE(utf8::length(name), 100u);
  EXPECT_TRUE(utf8::is_valid(name));
  EXPECT_TRUE(name.ends_with("𫖯.pdf"));
}

TEST(FileName, IsReadFromItsHeader) {
  EXPECT_EQ(read_file_name("%E5%90%8D%20a%2Bb%26c%3Dd.pdf").value_or("error"), "名 a+b&c=d.pdf");
  for (const auto* bad : {"", "%E5%90", "%zz", "%00", "a&b"}) EXPECT_FALSE(read_file_name(bad)) << bad;
}

}  // namespace
}  // namespace gulou::documents
