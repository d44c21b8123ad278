#include "domain/synthetic/departments.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace attune::synthetic {
namespace {

using Words = std::string_view;

// Styles of one material family share an order: position = collection.
constexpr std::array<Words, kStyleCount> kWoods{"Oak",    "Walnut", "Whitewashed",
                                                "Bamboo", "Black",  "Rustic Pine"};
constexpr std::array<Words, kStyleCount> kCloth{"Linen",           "Merino", "Organic Cotton",
                                                "Recycled Fleece", "Silk",   "Denim"};
constexpr std::array<Words, kStyleCount> kLook{"Nordic",     "Classic", "Coastal",
                                               "Industrial", "Retro",   "Botanical"};
constexpr std::array<Words, kStyleCount> kSport{"Trail",     "Featherlight", "Summit",
                                                "Endurance", "Urban",        "Pro"};
constexpr std::array<Words, kStyleCount> kTaste{"Organic",    "Dark Roast", "Vanilla",
                                                "Wild Berry", "Sea Salt",   "Ginger"};
constexpr std::array<Words, kStyleCount> kCare{"Sensitive", "Lavender", "Citrus",
                                               "Charcoal",  "Oat",      "Rosemary"};
constexpr std::array<Words, kStyleCount> kTech{"Compact", "Studio", "Wireless",
                                               "Travel",  "Pro",    "Essential"};
constexpr std::array<Words, kStyleCount> kPlay{"Wooden", "Rainbow",  "Dinosaur",
                                               "Ocean",  "Woodland", "Space"};

constexpr std::array<Words, 4> kTables{"Dining Table", "Extending Table", "Round Table",
                                       "Console Table"};
constexpr std::array<Words, 4> kChairs{"Dining Chair", "Armchair", "Bench", "Bar Stool"};
constexpr std::array<Words, 4> kBeds{"Bed Frame", "Storage Bed", "Four-Poster Bed", "Daybed"};
constexpr std::array<Words, 3> kMattresses{"Pocket-Sprung Mattress", "Memory Foam Mattress",
                                           "Mattress Topper"};
constexpr std::array<Words, 4> kBedding{"Duvet Cover", "Pillowcase Pair", "Fitted Sheet",
                                        "Bedspread"};
constexpr std::array<Words, 4> kLamps{"Table Lamp", "Floor Lamp", "Pendant Light", "Wall Light"};
constexpr std::array<Words, 4> kRugs{"Rug", "Hallway Runner", "Sheepskin", "Door Mat"};
constexpr std::array<Words, 4> kDecor{"Vase", "Picture Frame", "Mirror", "Candle Holder"};
constexpr std::array<Words, 4> kPans{"Frying Pan", "Saucepan Set", "Casserole", "Wok"};
constexpr std::array<Words, 4> kKnives{"Chef's Knife", "Chopping Board", "Paring Knife",
                                       "Knife Block"};
constexpr std::array<Words, 4> kTableware{"Dinner Plate Set", "Mug", "Cereal Bowl", "Carafe"};
constexpr std::array<Words, 4> kCoffee{"Coffee Beans", "Filter Coffee", "Loose Leaf Tea",
                                       "Hot Chocolate"};
constexpr std::array<Words, 3> kMakers{"Espresso Machine", "French Press", "Coffee Grinder"};
constexpr std::array<Words, 4> kSnacks{"Granola", "Chocolate Bar", "Mixed Nuts", "Oat Biscuits"};
constexpr std::array<Words, 4> kShirts{"Shirt", "Crew T-Shirt", "Polo Shirt", "Overshirt"};
constexpr std::array<Words, 4> kTrousers{"Chinos", "Jogger", "Tapered Trousers", "Shorts"};
constexpr std::array<Words, 4> kKnit{"Jumper", "Cardigan", "Scarf", "Beanie"};
constexpr std::array<Words, 4> kCoats{"Rain Jacket", "Parka", "Wool Coat", "Gilet"};
constexpr std::array<Words, 3> kSocks{"Crew Socks", "Ankle Socks", "Boot Socks"};
constexpr std::array<Words, 4> kDresses{"Midi Dress", "Wrap Dress", "Jumpsuit", "Pleated Skirt"};
constexpr std::array<Words, 4> kRunning{"Running Shoes", "Running Vest", "Race Shorts",
                                        "Running Belt"};
constexpr std::array<Words, 4> kHiking{"Hiking Boots", "Backpack 30 L", "Trekking Poles",
                                       "Walking Trousers"};
constexpr std::array<Words, 4> kCamping{"Two-Person Tent", "Sleeping Bag", "Camping Stove",
                                        "Head Torch"};
constexpr std::array<Words, 4> kCycling{"Bike Helmet", "Cycling Jersey", "Pannier Bag",
                                        "Bike Light Set"};
constexpr std::array<Words, 3> kEnergy{"Energy Gel", "Protein Bar", "Electrolyte Tablets"};
constexpr std::array<Words, 4> kHeadphones{"Headphones", "Earbuds", "Speaker", "Soundbar"};
constexpr std::array<Words, 4> kLaptop{"Laptop Stand", "Keyboard", "Mouse", "Webcam"};
constexpr std::array<Words, 4> kPhone{"Phone", "Smartphone 128 GB", "Tablet", "E-Reader"};
constexpr std::array<Words, 4> kCases{"Phone Case", "Screen Protector", "Charging Cable",
                                      "Power Bank"};
constexpr std::array<Words, 4> kPhoto{"Camera", "Prime Lens", "Tripod", "Camera Bag"};
constexpr std::array<Words, 4> kWash{"Shower Gel", "Hand Soap", "Shampoo", "Body Scrub"};
constexpr std::array<Words, 4> kSkin{"Face Cream", "Cleanser", "Sun Lotion", "Night Serum"};
constexpr std::array<Words, 3> kShave{"Safety Razor", "Razor Blades", "Shaving Cream"};
constexpr std::array<Words, 4> kBlocks{"Building Blocks", "Train Set", "Marble Run", "Puzzle"};
constexpr std::array<Words, 4> kGames{"Board Game", "Card Game", "Dice Game", "Memory Game"};
constexpr std::array<Words, 4> kCraft{"Crayon Set", "Modelling Clay", "Sticker Book", "Paint Box"};
constexpr std::array<Words, 4> kPlants{"Planter", "Watering Can", "Herb Kit", "Hanging Pot"};
constexpr std::array<Words, 4> kGardenTools{"Hand Trowel", "Pruning Shears", "Garden Fork",
                                            "Raised Bed"};
constexpr std::array<Words, 4> kOutdoor{"Garden Chair", "Parasol", "Fire Bowl", "Bistro Table"};
constexpr std::array<Words, 3> kPetFood{"Dog Biscuits", "Cat Food", "Dog Chews"};
constexpr std::array<Words, 4> kPetGear{"Dog Lead", "Pet Bed", "Scratching Post", "Dog Coat"};

// Positions are used by `projects`.
constexpr std::array kShelves{
    Shelf{"Furniture", "Tables", kTables, kWoods, 320},                          // 0
    Shelf{"Furniture", "Chairs", kChairs, kWoods, 110},                          // 1
    Shelf{"Furniture", "Beds", kBeds, kWoods, 480},                              // 2
    Shelf{"Furniture", "Mattresses", kMattresses, kLook, 350},                   // 3
    Shelf{"Home", "Bedding", kBedding, kCloth, 45},                              // 4
    Shelf{"Home", "Lighting", kLamps, kLook, 70, false, 0.4, 0.9},               // 5
    Shelf{"Home", "Rugs", kRugs, kLook, 95},                                     // 6
    Shelf{"Home", "Decoration", kDecor, kLook, 28, false, 0.6, 0.92},            // 7
    Shelf{"Kitchen", "Pots and Pans", kPans, kTech, 60},                         // 8
    Shelf{"Kitchen", "Knives and Boards", kKnives, kWoods, 48},                  // 9
    Shelf{"Kitchen", "Tableware", kTableware, kLook, 24},                        // 10
    Shelf{"Food", "Coffee and Tea", kCoffee, kTaste, 9, true},                   // 11
    Shelf{"Kitchen", "Coffee Makers", kMakers, kTech, 140},                      // 12
    Shelf{"Food", "Snacks", kSnacks, kTaste, 5, true},                           // 13
    Shelf{"Clothing", "Shirts", kShirts, kCloth, 38},                            // 14
    Shelf{"Clothing", "Trousers", kTrousers, kCloth, 52},                        // 15
    Shelf{"Clothing", "Knitwear", kKnit, kCloth, 58, false, 0.8, 0.95},          // 16
    Shelf{"Clothing", "Coats", kCoats, kCloth, 140, false, 0.7, 0.88},           // 17
    Shelf{"Clothing", "Socks", kSocks, kCloth, 14, true},                        // 18
    Shelf{"Clothing", "Dresses", kDresses, kCloth, 75, false, 0.6, 0.42},        // 19
    Shelf{"Sport", "Running", kRunning, kSport, 80, false, 0.3, 0.3},            // 20
    Shelf{"Sport", "Hiking", kHiking, kSport, 95, false, 0.5, 0.5},              // 21
    Shelf{"Sport", "Camping", kCamping, kSport, 88, false, 0.8, 0.48},           // 22
    Shelf{"Sport", "Cycling", kCycling, kSport, 55, false, 0.6, 0.45},           // 23
    Shelf{"Food", "Sports Nutrition", kEnergy, kTaste, 18, true},                // 24
    Shelf{"Electronics", "Audio", kHeadphones, kTech, 120, false, 0.5, 0.9},     // 25
    Shelf{"Electronics", "Desk", kLaptop, kTech, 55},                            // 26
    Shelf{"Electronics", "Phones and Tablets", kPhone, kTech, 420},              // 27
    Shelf{"Electronics", "Phone Accessories", kCases, kTech, 19},                // 28
    Shelf{"Electronics", "Photography", kPhoto, kTech, 380},                     // 29
    Shelf{"Beauty", "Bath", kWash, kCare, 8, true},                              // 30
    Shelf{"Beauty", "Skin Care", kSkin, kCare, 22, true},                        // 31
    Shelf{"Beauty", "Shaving", kShave, kCare, 16, true},                         // 32
    Shelf{"Toys", "Building", kBlocks, kPlay, 34, false, 0.9, 0.93},             // 33
    Shelf{"Toys", "Games", kGames, kPlay, 26, false, 0.8, 0.93},                 // 34
    Shelf{"Toys", "Crafts", kCraft, kPlay, 12, true},                            // 35
    Shelf{"Garden", "Plants and Pots", kPlants, kLook, 20, false, 0.9, 0.35},    // 36
    Shelf{"Garden", "Garden Tools", kGardenTools, kWoods, 27, false, 0.9, 0.3},  // 37
    Shelf{"Garden", "Outdoor Living", kOutdoor, kWoods, 130, false, 0.9, 0.45},  // 38
    Shelf{"Pets", "Pet Food", kPetFood, kTaste, 21, true},                       // 39
    Shelf{"Pets", "Pet Gear", kPetGear, kSport, 32},                             // 40
};

constexpr std::array<std::string_view, 24> kBrands{
    "Alder & Finch", "Bramble",   "Corvo",   "Dune",    "Elmstead", "Fjordlys",
    "Granary",       "Harbour",   "Inkwell", "Juniper", "Kestrel",  "Lumen",
    "Meridian",      "Northmoor", "Oxbow",   "Pennant", "Quarry",   "Rowan",
    "Saltmarsh",     "Thistle",   "Umber",   "Vantage", "Wren",     "Yarrow"};

}  // namespace

std::span<const Shelf> shelves() {
  return kShelves;
}

std::span<const std::vector<std::uint16_t>> projects() {
  static const std::vector<std::vector<std::uint16_t>> kProjects{
      {2, 3, 4, 5, 6},       // a bedroom
      {0, 1, 10, 5, 7},      // a dining room
      {8, 9, 10, 12, 11},    // a kitchen
      {14, 15, 18, 17, 16},  // a wardrobe
      {19, 16, 31, 30},      // dresses and care
      {20, 18, 24, 25},      // running
      {21, 22, 24, 29},      // hiking
      {23, 24, 28, 17},      // cycling
      {27, 28, 25, 26},      // a new phone
      {33, 34, 35, 13},      // a child's birthday
      {37, 36, 38, 7},       // a garden
      {40, 39, 6, 30},       // a new pet
      {32, 30, 31, 14},      // grooming
      {26, 5, 12, 11, 13},   // a home office
  };
  return kProjects;
}

std::span<const std::string_view> brands() {
  return kBrands;
}

}  // namespace attune::synthetic
