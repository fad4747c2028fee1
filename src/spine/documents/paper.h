// Documents on paper: A4 pages in the layout of GB/T 9704-2012 (党政机关公文格式), as HTML that any browser prints, and
// that can be read on a screen. The layout itself is in web/paper/paper.css.
//
// A paper is a described type, so that what was issued can be kept as JSON and printed again as it was.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "base/time.h"
#include "net/http.h"
#include "net/router.h"
#include "spine/documents/export_mark.h"

namespace gulou::documents {

enum class Align { left, center, right };

constexpr auto describe(Tag<Align>) {
  return enumeration("Align", "Where text stands in a column", named(Align::left, "left"),
                     named(Align::center, "center"), named(Align::right, "right"));
}

struct PaperColumn {
  std::string title;
  Align align = Align::center;
};

constexpr auto describe(Tag<PaperColumn>) {
  return object("PaperColumn", "A column of a printed table",
                field<&PaperColumn::title>("title", "Its heading").max_length(100),
                field<&PaperColumn::align>("align", "Where its text stands"));
}

struct PaperRow {
  std::vector<std::string> cells;
};

constexpr auto describe(Tag<PaperRow>) {
  return object("PaperRow", "A row of a printed table",
                field<&PaperRow::cells>("cells", "As many as the table has columns").max_length(20));
}

struct PaperTable {
  std::string caption;
  std::vector<PaperColumn> columns;
  std::vector<PaperRow> rows;
};

constexpr auto describe(Tag<PaperTable>) {
  return object("PaperTable", "A printed table; its heading is repeated on every page it reaches",
                field<&PaperTable::caption>("caption", "Above the table; may be empty").max_length(200),
                field<&PaperTable::columns>("columns", "From left to right").max_length(20),
                field<&PaperTable::rows>("rows", "From top to bottom").max_length(5000));
}

// The numbering is part of the text, in the order that GB/T 9704-2012 7.3.3 gives: 一、 (heading_1, 黑体), (一)
// (heading_2, 楷体), 1. (heading_3, 仿宋).
enum class BlockKind { heading_1, heading_2, heading_3, paragraph, table };

constexpr auto describe(Tag<BlockKind>) {
  return enumeration("BlockKind", "Kind of a block", named(BlockKind::heading_1, "heading_1"),
                     named(BlockKind::heading_2, "heading_2"), named(BlockKind::heading_3, "heading_3"),
                     named(BlockKind::paragraph, "paragraph"), named(BlockKind::table, "table"));
}

struct Block {
  BlockKind kind = BlockKind::paragraph;
  std::string text;                 // of headings and paragraphs
  std::optional<PaperTable> table;  // of tables
};

constexpr auto describe(Tag<Block>) {
  return object("Block", "A heading, paragraph or table", field<&Block::kind>("kind", "Which of them"),
                field<&Block::text>("text", "Of headings and paragraphs").max_length(20'000),
                field<&Block::table>("table", "Of tables"));
}

inline Block heading(int level, std::string text) {
  return {level == 1   ? BlockKind::heading_1
          : level == 2 ? BlockKind::heading_2
                       : BlockKind::heading_3,
          std::move(text), std::nullopt};
}
inline Block paragraph(std::string text) { return {BlockKind::paragraph, std::move(text), std::nullopt}; }
inline Block table(PaperTable table) { return {BlockKind::table, "", std::move(table)}; }

struct Annex {
  std::string title;
  std::vector<Block> blocks;
};

constexpr auto describe(Tag<Annex>) {
  return object("Annex", "An attachment: listed below the text, and printed on pages of its own",
                field<&Annex::title>("title", "Its name").min_length(1).max_length(200),
                field<&Annex::blocks>("blocks", "Empty: only listed, it goes along as something else"));
}

struct Publicity {
  Date from;
  Date to;
};

constexpr auto describe(Tag<Publicity>) {
  return object("Publicity", "How long a notice hangs out", field<&Publicity::from>("from", "First day"),
                field<&Publicity::to>("to", "Last day"));
}

// What is empty does not appear.
struct Paper {
  std::string organ_mark = {};  // 发文机关标志, in red above the red line: 黔东南州民政局文件
  std::string number = {};      // 发文字号: 黔东南民通〔2016〕12号
  std::string title;            // "\n" where a line is to end
  std::string addressee = {};   // 主送机关, without the colon
  std::vector<Block> blocks = {};
  std::vector<Annex> annexes = {};
  std::string organ = {};              // 发文机关署名
  std::optional<Date> signed_on = {};  // 成文日期
  std::string note = {};               // 附注, without its brackets
  std::optional<Publicity> publicity = {};
  std::string contact = {};
  std::string public_address = {};  // of the page with the same content: http(s)://…; gets a QR code
  std::string copies = {};          // 抄送机关
  std::string printed_by = {};      // 印发机关
  std::optional<Date> printed_on = {};
  bool demo = false;  // "示例数据" across every page
};

bool is_public_address(std::string_view text);

constexpr auto describe(Tag<Paper>) {
  return object(
      "Paper", "A document in the official layout (GB/T 9704-2012)",
      field<&Paper::organ_mark>("organ_mark", "In red above the red line; empty for notices without").max_length(40),
      field<&Paper::number>("number", "Document number").max_length(60),
      field<&Paper::title>("title", "Title").min_length(1).max_length(200),
      field<&Paper::addressee>("addressee", "To whom, without the colon").max_length(500),
      field<&Paper::blocks>("blocks", "The text"), field<&Paper::annexes>("annexes", "Attachments").max_length(50),
      field<&Paper::organ>("organ", "Who signs").max_length(100),
      field<&Paper::signed_on>("signed_on", "Date of signing"),
      field<&Paper::note>("note", "Below the signature, printed in brackets").max_length(500),
      field<&Paper::publicity>("publicity", "How long it hangs out"),
      field<&Paper::contact>("contact", "Whom to ask").max_length(200),
      field<&Paper::public_address>("public_address", "The same on the web, for the QR code; http or https")
          .format("public_address", &is_public_address),
      field<&Paper::copies>("copies", "Copies to").max_length(500),
      field<&Paper::printed_by>("printed_by", "Who prints it").max_length(100),
      field<&Paper::printed_on>("printed_on", "When it was printed"), field<&Paper::demo>("demo", "Made-up data"));
}

// The page, an export's mark across it. Errors: internal for a table with rows of another length, for a bad address.
Result<net::Response> paper_page(const Paper& paper, const std::optional<ExportMark>& mark = {});

// The style sheet that the pages link to: /assets/paper-<hash>.css. Called once for a router.
void add_paper_stylesheet(net::Router& router);

}  // namespace gulou::documents
