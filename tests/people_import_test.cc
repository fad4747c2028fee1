// Importing a roll as a clerk does: 3,000 rows with 40 faults, a preview, consent.
#include <iconv.h>

#include <algorithm>
#include <set>

#include "import_desk.h"
#include "spine/people/test_tables.h"
#include "spine/units/use_cases.h"

namespace gulou {
namespace {

using namespace people;

class PeopleImport : public ImportDesk {
 protected:
  static constexpr std::string_view titles =
      "姓名,性别,民族,身份证号码,出生日期,电话,组（寨）,户号,与户主关系,居住情况,政治面貌\n";
};

struct Line {
  std::vector<std::string> cells = std::vector<std::string>(11);
};

std::string csv_of(std::string_view titles, const std::vector<Line>& lines) {
  std::string out(titles);
  for (const auto& line : lines) out += fmt::format("{}\n", fmt::join(line.cells, ","));
  return out;
}

// A sound roll: households of five.
std::vector<Line> sound_roll(int people) {
  std::vector<Line> lines;
  for (int i = 0; i < people; ++i) {
    const Date born = *Date::of(1940 + i % 70, static_cast<unsigned>(1 + i % 12), static_cast<unsigned>(1 + i % 28));
    Line line;
    // No four people share name and birth, as in no village.
    line.cells = {fmt::format("测试{}{}{}", i % 2 ? "甲" : "乙", i % 3 ? "丙" : "丁",
                              i / 1000 == 0   ? "戊"
                              : i / 1000 == 1 ? "己"
                                              : "庚"),
                  "",
                  i % 4 ? "苗族" : "侗",
                  made_up_number(born, i % 999 + 1),
                  "",
                  i % 3 ? "" : fmt::format("138{:08}", i),
                  i % 2 ? "一组" : "二组",
                  fmt::format("H{:04}", i / 5),
                  i % 5 == 0   ? "户主"
                  : i % 5 == 1 ? "妻"
                  : i % 5 == 2 ? "长子"
                  : i % 5 == 3 ? "女"
                               : "孙子",
                  i % 6 ? "" : "外出",
                  i % 8 ? "群众" : "中共党员"};
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST_F(PeopleImport, a_roll_of_3000_with_40_faults_is_told_exactly_and_imported_without_them) {
  auto village = desk(Role::village_committee, village_a);
  for (const auto* name : {"一组", "二组"})
    must(database().write([&](db::Transaction& tx) {
      return units::add_unit(tx, clock_, journal::operator_on_shell(),
                             {.parent_code = std::string(village_a), .parent_id = {}, .name = name});
    }));
  auto elsewhere = desk(Role::village_committee, village_b);
  added(elsewhere, village_b, someone("测试在外", made_up_number(*Date::of(1970, 1, 1), 501)));
  added(elsewhere, village_b, someone("测试别名", made_up_number(*Date::of(1970, 1, 1), 502)));

  auto lines = sound_roll(3000);
  std::set<std::string> expected;
  std::size_t at = 2;  // not a head, so that its household keeps one
  const auto spoil = [&](std::size_t column, std::string value, std::string_view title, std::string_view rule) {
    lines[at].cells[column] = std::move(value);
    expected.insert(fmt::format("{} {} {}", at + 2, title, rule));
    at += 70;
  };
  enum { name, sex, ethnic, id_number, born_on, phone, group, household, kinship, status, political };
  spoil(name, "", "姓名", "name.empty");
  spoil(name, "测试1", "姓名", "name.characters");
  spoil(name, "·测试", "姓名", "name.interpunct");
  spoil(name, "测试\xEE\x80\x80", "姓名", "name.private_use");
  spoil(name, std::string("测试").append(150, 'a'), "姓名", "name.length");
  spoil(sex, "公", "性别", "sex.unknown");
  spoil(sex, "X", "性别", "sex.unknown");
  for (int i = 0; i < 2; ++i) {
    // The other sex than the number says.
    const bool odd = (lines[at].cells[id_number][16] - '0') % 2 == 1;
    spoil(sex, odd ? "女" : "男", "性别", "sex.differs");
  }
  spoil(ethnic, "", "民族", "ethnic.wanted");
  spoil(ethnic, "火星族", "民族", "ethnic.unknown");
  spoil(ethnic, "57", "民族", "ethnic.unknown");
  spoil(id_number, "5.22601E+17", "身份证号码", "id_number.from_spreadsheet");
  spoil(id_number, "5.22601199001010E+17", "身份证号码", "id_number.from_spreadsheet");
  spoil(id_number, "522601199001010011", "身份证号码", "id_number.check");
  spoil(id_number, "522601199001101001", "身份证号码", "id_number.check");
  spoil(id_number, "52260119900101001", "身份证号码", "id_number.length");
  spoil(id_number, "522601900101001", "身份证号码", "id_number.old");
  spoil(id_number, "52260119900229001X", "身份证号码", "id_number.birth_date");
  spoil(id_number, "522601199013010017", "身份证号码", "id_number.birth_date");
  spoil(id_number, "522601203001010014", "身份证号码", "id_number.in_future");
  spoil(id_number, "522601187901010014", "身份证号码", "id_number.birth_year");
  spoil(id_number, "992601199001010010", "身份证号码", "id_number.check");
  spoil(id_number, "162601199001010010", "身份证号码", "id_number.region");
  spoil(id_number, "52260119900101OO10", "身份证号码", "id_number.characters");
  spoil(id_number, lines[3].cells[id_number], "身份证号码", "id_number.twice");
  spoil(id_number, lines[4].cells[id_number], "身份证号码", "id_number.twice");
  spoil(born_on, "1990-02-30", "出生日期", "born_on.unreadable");
  spoil(born_on, "去年", "出生日期", "born_on.unreadable");
  spoil(born_on, "1901-01-01", "出生日期", "born_on.differs");
  spoil(phone, "12345", "电话", "phone.length");
  spoil(phone, "1.38123E+10", "电话", "phone.from_spreadsheet");
  spoil(phone, "8223344", "电话", "phone.area_code");
  spoil(phone, "电话没有", "电话", "phone.characters");
  spoil(group, "九组", "组（寨）", "group.unknown");
  spoil(kinship, "皇帝", "与户主关系", "kinship.unknown");
  spoil(kinship, "", "与户主关系", "kinship.wanted");
  spoil(kinship, "户主", "与户主关系", "head_taken");
  spoil(status, "不知道", "居住情况", "status.unknown");
  // Another village's: registered there, and known under another name.
  lines[at].cells[name] = "测试在外";
  spoil(id_number, made_up_number(*Date::of(1970, 1, 1), 501), "居住情况", "registered_elsewhere");
  ASSERT_EQ(expected.size(), 40u);

  const auto preview = sent(village, village_a, csv_of(titles, lines));
  std::set<std::string> told;
  for (const auto& fault : preview.faults) {
    told.insert(fmt::format("{} {} {}", fault.line, fault.column, fault.rule));
    EXPECT_FALSE(fault.zh.empty() || fault.en.empty());
    EXPECT_EQ(fault.zh.find("52260"), std::string::npos) << "the value is not repeated";
  }
  EXPECT_EQ(told, expected);
  EXPECT_EQ(preview.rows, 3000);
  EXPECT_EQ(preview.faulty, 40);
  EXPECT_EQ(preview.added, 2960);
  EXPECT_EQ(preview.changed + preview.unchanged, 0);
  EXPECT_EQ(count("SELECT count(*) FROM person"), 2) << "nothing is imported yet";

  EXPECT_EQ(code_of(confirm(village, preview)), "faulty_rows");
  EXPECT_EQ(count("SELECT count(*) FROM person"), 2);
  const auto before = entries().size();
  const auto done = read<ImportAnswer>(confirm(village, preview, true));
  EXPECT_EQ(done.state, ImportState::done);
  EXPECT_EQ(count("SELECT count(*) FROM person"), 2962);
  EXPECT_EQ(count("SELECT count(*) FROM household"), 600);
  EXPECT_EQ(count("SELECT count(*) FROM person_import WHERE content_sealed IS NOT NULL"), 0);
  ASSERT_EQ(entries().size(), before + 1) << "an import is one entry";
  EXPECT_EQ(entries().back().action, "people.import");
  EXPECT_NE(entries().back().detail.find("\"added\":2960"), std::string::npos);
  EXPECT_EQ(code_of(confirm(village, preview, true)), "import_over");
  EXPECT_TRUE(must(application_->verify()).empty());

  // The same roll again: everybody is there and stays.
  const auto again = sent(village, village_a, csv_of(titles, lines));
  EXPECT_EQ(again.unchanged, 2960);
  EXPECT_EQ(again.added + again.changed, 0);
}

TEST_F(PeopleImport, the_preview_says_what_changes_for_people_who_are_there) {
  auto village = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1980, 1, 1), 1);
  auto fields = someone("测试甲", number);
  fields.phone = "13812341234";
  fields.political = Political::league;
  const auto there = added(village, village_a, fields);
  const auto nameless = added(village, village_a, someone("测试乙"));  // without a number, born 1980-05-06
  const std::string roll =
      "姓名,性别,民族,身份证号码,出生日期,政治面貌,电话\n"
      "测试甲,,侗族," +
      number +
      ",,中共党员,\n"
      "测试乙,女,苗族," +
      made_up_number(*Date::of(1980, 5, 6), 2) +
      ",,,13900001111\n"
      "测试丙,女,苗族,,1990-01-01,,\n";
  const auto preview = sent(village, village_a, roll);
  EXPECT_EQ(preview.added, 1);
  EXPECT_EQ(preview.changed, 2);
  ASSERT_EQ(preview.changes.size(), 2u);
  EXPECT_EQ(preview.changes[0].fields, (std::vector<std::string>{"ethnic_code", "political"}));
  EXPECT_EQ(preview.changes[1].name, "测试乙");
  EXPECT_EQ(preview.changes[1].fields, (std::vector<std::string>{"id_number", "phone"}));
  EXPECT_EQ(confirm(village, preview).status, 200);
  const auto now = read<PersonDetail>(village.get(address(there)));
  EXPECT_EQ(now.person.ethnic, "侗族");
  EXPECT_EQ(now.person.phone, "138****1234") << "an empty cell takes nothing away";
  EXPECT_EQ(read<PersonDetail>(village.get(address(nameless))).person.phone, "139****1111");
  EXPECT_EQ(read<PersonHistory>(village.get(address(there, "/history"))).lines.back().action, "people.import");
}

TEST_F(PeopleImport, nothing_is_imported_that_the_clerk_did_not_see) {
  auto village = desk(Role::village_committee, village_a);
  auto neighbour = desk(Role::village_committee, village_b);
  const auto number = made_up_number(*Date::of(1980, 1, 1), 1);
  const auto roll = "姓名,民族,身份证号码\n测试甲,苗族," + number + "\n";
  const auto preview = sent(village, village_a, roll);
  EXPECT_EQ(code_of(neighbour.get(address_of(preview))), "outside_subtree");
  EXPECT_EQ(code_of(confirm(neighbour, preview)), "outside_subtree");
  EXPECT_EQ(code_of(send(neighbour, village_a, roll)), "outside_subtree");
  // Meanwhile somebody enters the person by hand: what the clerk agreed to is not what would be done.
  added(village, village_a, someone("测试甲", number));
  EXPECT_EQ(code_of(confirm(village, preview)), "preview_outdated");
  const auto fresh = read<ImportAnswer>(village.get(address_of(preview)));
  EXPECT_EQ(fresh.unchanged, 1);
  EXPECT_EQ(confirm(village, fresh).status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM person"), 1);
}

TEST_F(PeopleImport, a_preview_is_kept_sealed_and_forgotten_after_a_day) {
  auto village = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1980, 1, 1), 1);
  const auto roll = "姓名,民族,身份证号码\n测试甲,苗族," + number + "\n";
  const auto old = sent(village, village_a, roll);
  EXPECT_EQ(count("SELECT count(*) FROM person_import WHERE content_sealed LIKE '%" + number + "%'"), 0);
  later(24 * 3'600'000LL - 1);
  auto tomorrow = desk(Role::village_committee, village_a);  // the session of yesterday is over
  EXPECT_EQ(read<ImportAnswer>(tomorrow.get(address_of(old))).state, ImportState::preview);
  must(application_->run_due());
  EXPECT_EQ(count("SELECT count(*) FROM person_import WHERE content_sealed IS NOT NULL"), 1);
  later(1);
  EXPECT_EQ(read<ImportAnswer>(tomorrow.get(address_of(old))).state, ImportState::expired);
  EXPECT_EQ(code_of(confirm(tomorrow, old)), "import_over");
  must(application_->run_due());
  EXPECT_EQ(count("SELECT count(*) FROM person_import WHERE content_sealed IS NOT NULL"), 0);
  const auto discarded = sent(tomorrow, village_a, roll);
  EXPECT_EQ(read<ImportAnswer>(tomorrow.send(net::Method::del, address_of(discarded))).state, ImportState::discarded);
  EXPECT_EQ(code_of(confirm(tomorrow, discarded)), "import_over");
  EXPECT_EQ(count("SELECT count(*) FROM person"), 0);
}

TEST_F(PeopleImport, the_template_comes_back_filled_in) {
  auto village = desk(Role::village_committee, village_a);
  const auto response = village.get(fmt::format("/api/people/imports/template?village={}", village_a));
  EXPECT_EQ(response.status, 200);
  for (const auto& [name, value] : response.headers) {
    if (name == "Content-Disposition") {
      EXPECT_NE(value.find(".xlsx"), std::string::npos) << value;
    }
  }
  const auto table = read_table(response.body);
  ASSERT_TRUE(table) << table.error().message.en;
  const auto roll = read_roll(*table);
  ASSERT_TRUE(roll) << roll.error().message.en;
  for (const bool has : roll->has) EXPECT_TRUE(has);
  EXPECT_TRUE(roll->rows.empty());
  const auto archive = documents::Archive::open(response.body);
  const auto sheet = archive->read("xl/worksheets/sheet1.xml", 1 << 20);
  EXPECT_NE(sheet->find("dataValidation type=\"list\""), std::string::npos);
  EXPECT_NE(archive->read("xl/styles.xml", 1 << 20)->find("numFmtId=\"49\""), std::string::npos);
  // As somebody fills it in.
  const auto filled = xlsx_of(text_row(1, table->rows[0].cells) +
                              text_row(2, {"测试甲", "男", "革家人", made_up_number(*Date::of(1980, 1, 1), 1), "", "",
                                           "", "1", "户主", "人户一致", "群众", "测试路1号"}));
  const auto preview = sent(village, village_a, filled);
  EXPECT_EQ(preview.added, 1) << (preview.faults.empty() ? "" : preview.faults[0].en);
  EXPECT_EQ(confirm(village, preview).status, 200);
  EXPECT_EQ(list(village).people.at(0).ethnic, "革家人");
  EXPECT_EQ(read<HouseholdList>(village.get("/api/households")).households.at(0).address, "测试路1号");
}

TEST_F(PeopleImport, names_of_gb18030_2022_come_through_every_kind_of_file) {
  auto village = desk(Role::village_committee, village_a);
  const std::vector<std::string> given{"䶮", "㛃", "𫖯", "𬭩", "𮧵", "\xF0\xAE\xAF\xB0", "龴"};
  std::string csv = "姓名,性别,民族,出生日期\n";
  std::string sheet = text_row(1, {"姓名", "性别", "民族", "出生日期"});
  int line = 1;
  for (const auto& each : given) {
    csv += fmt::format("测试{},女,苗族,1990-01-01\n", each);
    sheet += text_row(++line, {"测试" + each, "女", "苗族", "1990-01-01"});
  }
  const auto from_csv = sent(village, village_a, csv);
  EXPECT_EQ(from_csv.added, 7) << (from_csv.faults.empty() ? "" : from_csv.faults[0].en);
  EXPECT_EQ(confirm(village, from_csv).status, 200);
  // The same from a file in GB18030 and from a workbook: everybody is there already, so every character is the same.
  const auto handle = iconv_open("GB18030", "UTF-8");
  // glibc's table is of 2005: what has had its own two bytes only since 2022 goes in by hand.
  auto text = csv;
  const auto newer = text.find("龴");
  text.replace(newer, 3, "@");
  std::string gb(text.size() * 4, '\0');
  char *from = text.data(), *to = gb.data();
  std::size_t from_left = text.size(), to_left = gb.size();
  ASSERT_NE(iconv(handle, &from, &from_left, &to, &to_left), static_cast<std::size_t>(-1));
  iconv_close(handle);
  gb.resize(gb.size() - to_left);
  gb.replace(gb.find('@'), 1, "\xFE\x59");
  EXPECT_EQ(sent(village, village_a, gb).unchanged, 7);
  EXPECT_EQ(sent(village, village_a, xlsx_of(sheet)).unchanged, 7);
}

TEST_F(PeopleImport, SEC33_what_is_no_table_is_refused_over_http_too) {
  auto village = desk(Role::village_committee, village_a);
  EXPECT_EQ(code_of(send(village, village_a, "PK\x03\x04")), "file_damaged");
  EXPECT_EQ(send(village, village_a, xlsx_of(text_row(1, {"姓名"}), {{"xl/vbaProject.bin", "x"}})).status, 415);
  EXPECT_EQ(send(village, village_a, xlsx_of(text_row(1, {"姓名"}), {{"a.xml", std::string(40 << 20, ' ')}})).status,
            413);
  EXPECT_EQ(code_of(send(village, village_a, "a,b\n")), "heading_missing");
  EXPECT_EQ(count("SELECT count(*) FROM person_import"), 0);
}

TEST_F(PeopleImport, the_preview_names_the_sheet_that_was_read_and_those_that_were_not) {
  auto village = desk(Role::village_committee, village_a);
  const auto rows =
      text_row(1, {"姓名", "性别", "民族", "出生日期"}) + text_row(2, {"测试甲", "女", "苗族", "1990-01-01"});
  const std::vector<documents::ArchiveFile> other{
      {"xl/worksheets/other.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
  const auto preview =
      sent(village, village_a, xlsx_of(text_row(1, {"去年的草稿"}), other, "", "", " state=\"hidden\""));
  EXPECT_EQ(preview.added, 1);
  EXPECT_EQ(preview.sheet, "b");
  EXPECT_EQ(preview.other_sheets, std::vector<std::string>{"a"});
  const auto plain = sent(village, village_a, "姓名,性别,民族,出生日期\n测试甲,女,苗族,1990-01-01\n");
  EXPECT_TRUE(plain.sheet.empty() && plain.other_sheets.empty());
}

TEST_F(PeopleImport, heads_may_change_places_in_one_import) {
  auto village = desk(Role::village_committee, village_a);
  const auto one = made_up_number(*Date::of(1950, 1, 1), 1), other = made_up_number(*Date::of(1952, 1, 1), 2);
  const auto roll = [&](std::string_view of_one, std::string_view of_other) {
    return fmt::format("姓名,民族,身份证号码,户号,与户主关系\n测试甲,苗族,{},1,{}\n测试乙,苗族,{},1,{}\n", one, of_one,
                       other, of_other);
  };
  EXPECT_EQ(confirm(village, sent(village, village_a, roll("户主", "配偶"))).status, 200);
  const auto swapped = sent(village, village_a, roll("配偶", "户主"));
  EXPECT_EQ(swapped.changed, 2);
  EXPECT_EQ(confirm(village, swapped).status, 200);
  EXPECT_EQ(read<HouseholdList>(village.get("/api/households")).households.at(0).head_name, "测试乙");
}

std::set<std::string> told_of(const std::vector<RowFault>& faults) {
  std::set<std::string> told;
  for (const auto& each : faults) told.insert(fmt::format("{} {} {}", each.line, each.column, each.rule));
  return told;
}

TEST_F(PeopleImport, a_household_number_is_one_however_it_is_written) {
  auto village = desk(Role::village_committee, village_a);
  EXPECT_EQ(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "７", ""})).status,
            201);
  for (const auto* again : {"7", "7.0", " 7 ", "７．０"})
    EXPECT_EQ(faults(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, again, ""}))),
              std::vector<std::string>{"/number number_taken"})
        << again;
  EXPECT_EQ(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "　", ""})).status,
            400);
  const auto number = [](unsigned order) { return made_up_number(*Date::of(1980, 1, 1), static_cast<int>(order)); };
  const auto roll = fmt::format(
      "姓名,民族,身份证号码,户号,与户主关系\n测试甲,苗族,{},7,户主\n测试乙,苗族,{},７,子\n测试丙,苗族,{},7.0,子\n"
      "测试丁,苗族,{},008,户主\n测试戊,苗族,{},8,户主\n测试己,苗族,{},8,子\n",
      number(1), number(2), number(3), number(4), number(5), number(6));
  const auto preview = sent(village, village_a, roll);
  EXPECT_EQ(preview.added, 6) << (preview.faults.empty() ? "" : preview.faults[0].en);
  EXPECT_EQ(told_of(preview.warnings), std::set<std::string>{"6 户号 household.alike"});
  EXPECT_EQ(confirm(village, preview).status, 200);
  std::vector<std::string> numbers;
  for (const auto& each : read<HouseholdList>(village.get("/api/households")).households)
    numbers.push_back(fmt::format("{} {}", each.number, each.members));
  EXPECT_EQ(numbers, (std::vector<std::string>{"7 3", "8 2", "008 1"}));
  EXPECT_EQ(sent(village, village_a, roll).unchanged, 6);
}

TEST_F(PeopleImport, a_number_of_a_household_that_was_kept_in_wide_digits_is_still_found) {
  auto village = desk(Role::village_committee, village_a);
  ASSERT_EQ(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "7", ""})).status,
            201);
  must(database().write([&](db::Transaction& tx) { return tx.execute("UPDATE household SET number = '７'"); }));
  EXPECT_EQ(faults(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "7", ""}))),
            std::vector<std::string>{"/number number_taken"});
  const auto preview = sent(
      village, village_a,
      "姓名,民族,身份证号码,户号,与户主关系\n测试甲,苗族," + made_up_number(*Date::of(1980, 1, 1), 1) + ",7,户主\n");
  EXPECT_EQ(confirm(village, preview).status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM household"), 1);
}

TEST_F(PeopleImport, a_masked_export_is_refused_once_and_a_masked_telephone_leaves_what_is_kept) {
  auto village = desk(Role::village_committee, village_a);
  const auto one = made_up_number(*Date::of(1980, 1, 1), 1), other = made_up_number(*Date::of(1982, 1, 1), 2);
  auto fields = someone("测试甲", one);
  fields.phone = "13812341234";
  const auto there = added(village, village_a, fields);
  const auto masked = [](const std::string& number) { return number.substr(0, 6) + "********" + number.substr(14); };
  const std::string titles_of_export = "姓名,民族,身份证号码,电话\n";
  EXPECT_EQ(code_of(send(village, village_a,
                         titles_of_export + "测试甲,苗族," + masked(one) + ",138****1234\n测试乙,苗族," +
                             masked(other) + ",\n测试丙,苗族," + other + ",\n")),
            "roll_masked");
  EXPECT_EQ(count("SELECT count(*) FROM person_import"), 0);
  // Whole numbers, but for who asked for it, and masked telephones.
  const auto preview = sent(village, village_a,
                            titles_of_export + "测试甲,苗族," + one + ",138****1234\n测试乙,苗族," + other +
                                ",＊＊＊＊＊＊＊＊\n测试丙,苗族," + masked(one) + ",\n");
  EXPECT_EQ(preview.unchanged, 1);
  EXPECT_EQ(preview.added, 1);
  EXPECT_EQ(told_of(preview.faults), std::set<std::string>{"4 身份证号码 id_number.masked"});
  EXPECT_EQ(told_of(preview.warnings), std::set<std::string>{"3 电话 phone.masked"});
  EXPECT_EQ(confirm(village, preview, true).status, 200);
  EXPECT_EQ(read<PersonDetail>(village.get(address(there))).person.phone, "138****1234");
}

TEST_F(PeopleImport, words_for_nothing_are_empty_and_rows_that_are_nobody_are_passed_over) {
  auto village = desk(Role::village_committee, village_a);
  const std::string heading = "序号,姓名,性别,民族,身份证号码,出生日期,电话\n";
  const auto preview =
      sent(village, village_a,
           heading + "1,测试甲,女,苗族,无,1980-01-01,不详\n2,测试乙,女,苗族,—,1981-01-01,没有\n3,测试丙,,苗族,'" +
               made_up_number(*Date::of(1980, 1, 1), 1) + ",,`13812341234\n" + heading +
               "合计,,,,3人,,\n备注：以上属实,,,,,,\n,总 计,,,,,3\n制表人：测试丁,,,,审核人：测试戊,,\n");
  EXPECT_EQ(preview.added, 3) << (preview.faults.empty() ? "" : preview.faults[0].en);
  EXPECT_EQ(preview.faulty, 0);
  EXPECT_EQ(preview.rows, 3);
  EXPECT_EQ(told_of(preview.warnings),
            (std::set<std::string>{"2 身份证号码 id_number.left_empty", "2 电话 phone.left_empty",
                                   "3 身份证号码 id_number.left_empty", "3 电话 phone.left_empty", "5  passed_over",
                                   "6  passed_over", "7  passed_over", "8  passed_over", "9  passed_over"}));
  EXPECT_EQ(confirm(village, preview).status, 200);
  EXPECT_EQ(list(village).people.size(), 3u);
}

TEST_F(PeopleImport, the_preview_tells_of_households_without_a_head_and_of_who_is_not_in_the_table) {
  auto village = desk(Role::village_committee, village_a);
  const auto number = [](int order) { return made_up_number(*Date::of(1980, 1, 1), order); };
  const std::string titles_of_roll = "姓名,民族,身份证号码,户号,与户主关系\n";
  const auto first =
      sent(village, village_a,
           titles_of_roll + fmt::format("测试甲,苗族,{},1,户主\n测试乙,苗族,{},1,子\n测试丙,苗族,{},2,子\n", number(1),
                                        number(2), number(3)));
  ASSERT_EQ(first.notices.size(), 1u);
  EXPECT_EQ(first.notices[0].rule, "no_head");
  EXPECT_NE(first.notices[0].zh.find("有1户没有户主：户号2。"), std::string::npos) << first.notices[0].zh;
  EXPECT_EQ(confirm(village, first).status, 200);
  for (int i = 0; i < 25; ++i) added(village, village_a, someone("测试丁", number(100 + i)));
  // The head of 1 leaves for 2; a faulty row is somebody, too.
  const auto preview =
      sent(village, village_a,
           titles_of_roll + fmt::format("测试甲,苗族,{},2,户主\n测试丙,火星族,{},2,子\n", number(1), number(3)));
  ASSERT_EQ(preview.notices.size(), 2u);
  EXPECT_NE(preview.notices[0].zh.find("有1户没有户主：户号1。"), std::string::npos) << preview.notices[0].zh;
  EXPECT_EQ(preview.notices[1].rule, "absent");
  const auto& absent = preview.notices[1].zh;
  EXPECT_NE(absent.find("另有26人不在这份表里：测试"), std::string::npos) << absent;
  std::size_t named = 0;
  for (auto at = absent.find("测试"); at != std::string::npos; at = absent.find("测试", at + 1)) ++named;
  EXPECT_EQ(named, 20u) << absent;
  EXPECT_NE(absent.find("等。"), std::string::npos) << absent;
  EXPECT_EQ(absent.find("测试丙"), std::string::npos) << absent;
  EXPECT_EQ(read<ImportAnswer>(village.get(address_of(preview))).notices.size(), 2u);
}

}  // namespace
}  // namespace gulou
