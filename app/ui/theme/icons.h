#pragma once

#include <array>

namespace orchard::app::ui {

// The glyphs of Font Awesome 4.7 that Orchard draws, as UTF-8. kIconRanges lists the same code
// points for the atlas; a test compares the two.
namespace icon {
inline constexpr const char* kSearch = "\xef\x80\x82";        // f002
inline constexpr const char* kCheck = "\xef\x80\x8c";         // f00c
inline constexpr const char* kCross = "\xef\x80\x8d";         // f00d
inline constexpr const char* kGear = "\xef\x80\x93";          // f013
inline constexpr const char* kClock = "\xef\x80\x97";         // f017
inline constexpr const char* kDownload = "\xef\x80\x99";      // f019
inline constexpr const char* kTag = "\xef\x80\xab";           // f02b
inline constexpr const char* kPencil = "\xef\x81\x80";        // f040
inline constexpr const char* kPlay = "\xef\x81\x8b";          // f04b
inline constexpr const char* kStop = "\xef\x81\x8d";          // f04d
inline constexpr const char* kChevronRight = "\xef\x81\x94";  // f054
inline constexpr const char* kPlus = "\xef\x81\xa7";          // f067
inline constexpr const char* kEye = "\xef\x81\xae";           // f06e
inline constexpr const char* kFolder = "\xef\x81\xbc";        // f07c
inline constexpr const char* kChart = "\xef\x82\x80";         // f080
inline constexpr const char* kKey = "\xef\x82\x84";           // f084
inline constexpr const char* kFlag = "\xef\x80\xa4";          // f024
inline constexpr const char* kWarning = "\xef\x81\xb1";       // f071
inline constexpr const char* kDashboard = "\xef\x83\xa4";     // f0e4
inline constexpr const char* kSortDown = "\xef\x83\x9d";      // f0dd
inline constexpr const char* kUndo = "\xef\x83\xa2";          // f0e2
inline constexpr const char* kCopy = "\xef\x83\x85";          // f0c5
inline constexpr const char* kPaperclip = "\xef\x83\x86";     // f0c6
inline constexpr const char* kColumns = "\xef\x83\x9b";       // f0db
inline constexpr const char* kAngleRight = "\xef\x84\x85";    // f105
inline constexpr const char* kAngleLeft = "\xef\x84\x84";     // f104
inline constexpr const char* kAngleUp = "\xef\x84\x86";       // f106
inline constexpr const char* kAngleDown = "\xef\x84\x87";     // f107
inline constexpr const char* kTerminal = "\xef\x84\xa0";      // f120
inline constexpr const char* kBranch = "\xef\x84\xa6";        // f126
inline constexpr const char* kEllipsis = "\xef\x85\x81";      // f141
inline constexpr const char* kFileText = "\xef\x83\xb6";      // f0f6
inline constexpr const char* kArchive = "\xef\x86\x87";       // f187
inline constexpr const char* kTrash = "\xef\x80\x94";         // f014
inline constexpr const char* kUser = "\xef\x8b\x80";          // f2c0
inline constexpr const char* kHistory = "\xef\x87\x9a";       // f1da
inline constexpr const char* kArrowUp = "\xef\x81\xa2";       // f062
inline constexpr const char* kArrowDown = "\xef\x81\xa3";     // f063
inline constexpr const char* kQuestion = "\xef\x84\xa8";      // f128
inline constexpr const char* kSliders = "\xef\x87\x9e";       // f1de
inline constexpr const char* kBrush = "\xef\x87\xbc";         // f1fc
inline constexpr const char* kBell = "\xef\x82\xa2";          // f0a2
inline constexpr const char* kDollar = "\xef\x85\x95";        // f155
inline constexpr const char* kLock = "\xef\x80\xa3";          // f023
inline constexpr const char* kFlask = "\xef\x83\x83";         // f0c3
inline constexpr const char* kDisk = "\xef\x82\xa0";          // f0a0
inline constexpr const char* kRefresh = "\xef\x80\xa1";       // f021
inline constexpr const char* kExternal = "\xef\x82\x8e";      // f08e
inline constexpr const char* kList = "\xef\x80\xba";          // f03a
}  // namespace icon

/// Pairs of first and last code point, ended by 0; must outlive the atlas, hence static.
inline constexpr std::array<unsigned short, 99> kIconRanges = {
    0xF002, 0xF002, 0xF00C, 0xF00C, 0xF00D, 0xF00D, 0xF013, 0xF013, 0xF014, 0xF014, 0xF017,
    0xF017, 0xF019, 0xF019, 0xF021, 0xF021, 0xF023, 0xF023, 0xF024, 0xF024, 0xF02B, 0xF02B,
    0xF03A, 0xF03A, 0xF040, 0xF040, 0xF04B, 0xF04B, 0xF04D, 0xF04D, 0xF054, 0xF054, 0xF062,
    0xF062, 0xF063, 0xF063, 0xF067, 0xF067, 0xF06E, 0xF06E, 0xF071, 0xF071, 0xF07C, 0xF07C,
    0xF080, 0xF080, 0xF084, 0xF084, 0xF08E, 0xF08E, 0xF0A0, 0xF0A0, 0xF0A2, 0xF0A2, 0xF0C3,
    0xF0C3, 0xF0C5, 0xF0C5, 0xF0C6, 0xF0C6, 0xF0DB, 0xF0DB, 0xF0DD, 0xF0DD, 0xF0E2, 0xF0E2,
    0xF0E4, 0xF0E4, 0xF0F6, 0xF0F6, 0xF104, 0xF104, 0xF105, 0xF105, 0xF106, 0xF106, 0xF107,
    0xF107, 0xF120, 0xF120, 0xF126, 0xF126, 0xF128, 0xF128, 0xF141, 0xF141, 0xF155, 0xF155,
    0xF187, 0xF187, 0xF1DA, 0xF1DA, 0xF1DE, 0xF1DE, 0xF1FC, 0xF1FC, 0xF2C0, 0xF2C0, 0};

}  // namespace orchard::app::ui
