#include "app/cli/columns.h"

#include "app/cli/table.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

TEST(Columns, AreThoseOfATerminal) {
  EXPECT_EQ(column_count(""), 0U);
  EXPECT_EQ(column_count("plum"), 4U);
  EXPECT_EQ(column_count("Größe"), 5U);
  EXPECT_EQ(column_count("e\u0301"), 1U) << "an accent of its own";
  EXPECT_EQ(column_count("果園"), 4U);
  EXPECT_EQ(column_count("🍎"), 2U);
  EXPECT_EQ(column_count("≈$…"), 3U);
  EXPECT_EQ(column_count("a\xff"), 2U);
}

TEST(Columns, CutNoCharacterInTwo) {
  EXPECT_EQ(cut_to_columns("plum", 4), "plum");
  EXPECT_EQ(cut_to_columns("plum", 3), "pl…");
  EXPECT_EQ(cut_to_columns("果園果園", 8), "果園果園");
  EXPECT_EQ(cut_to_columns("果園果園", 7), "果園果…");
  EXPECT_EQ(cut_to_columns("果園果園", 6), "果園…");
  EXPECT_EQ(cut_to_columns("果園", 1), "…");
  EXPECT_EQ(cut_to_columns("果園", 0), "");
  EXPECT_EQ(cut_to_columns("e\u0301e\u0301e\u0301", 2), "e\u0301…");
  EXPECT_EQ(cut_to_columns("a\xff\xff", 2), "a…");
}

TEST(Columns, OfATableStayInLineWhateverIsWrittenInThem) {
  Table table({{"NAME"}, {"CALLS", Align::right}});
  table.add_row({"果園", "1"});
  table.add_row({"plum", "20"});
  EXPECT_EQ(table.to_text(), "NAME  CALLS\n果園      1\nplum     20\n");
  Table narrow({{"NAME"}, {"CALLS", Align::right}});
  narrow.add_row({"果園果園果園", "1"});
  EXPECT_EQ(narrow.to_text(16), "NAME       CALLS\n果園果園…      1\n");
}

}  // namespace
}  // namespace orchard::app
