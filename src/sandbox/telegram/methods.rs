//! The part of the Bot API that the sandbox speaks, as a table: each method with its parameters, each type with its fields.
//! `tests/it/botapi.rs` holds it to the published specification (names, required, types), so the strictness is Telegram's, not ours.

/// A named list of fields: a method with its parameters, or a type.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The name in the Bot API.
    pub name: &'static str,
    /// Its parameters or fields, in the order of the documentation.
    pub fields: &'static [Field],
}

/// One parameter of a method, or one field of a type.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name in the Bot API.
    pub name: &'static str,
    /// The types that it may have, as the documentation writes them, separated by ` | `.
    pub types: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
}

/// Types of which the Bot API says "can be one of".
pub const UNIONS: &[(&str, &[&str])] = &[(
    "BotCommandScope",
    &[
        "BotCommandScopeDefault",
        "BotCommandScopeAllPrivateChats",
        "BotCommandScopeAllGroupChats",
        "BotCommandScopeAllChatAdministrators",
        "BotCommandScopeChat",
        "BotCommandScopeChatAdministrators",
        "BotCommandScopeChatMember",
    ],
)];

/// The method of this name; Telegram compares method names without regard to case.
pub fn find_method(name: &str) -> Option<&'static Shape> {
    METHODS.iter().find(|method| method.name.eq_ignore_ascii_case(name))
}

/// The type of this name; `None` for types whose inside the sandbox doesn't look at.
pub fn find_type(name: &str) -> Option<&'static Shape> {
    TYPES.iter().find(|shape| shape.name == name)
}

const fn req(name: &'static str, types: &'static str) -> Field {
    Field { name, types, required: true }
}

const fn opt(name: &'static str, types: &'static str) -> Field {
    Field { name, types, required: false }
}

/// The methods that the sandbox answers.
pub const METHODS: &[Shape] = &[
    Shape { name: "getMe", fields: &[] },
    Shape {
        name: "getUpdates",
        fields: &[opt("offset", "Integer"), opt("limit", "Integer"), opt("timeout", "Integer"), opt("allowed_updates", "Array of String")],
    },
    Shape {
        name: "setWebhook",
        fields: &[
            req("url", "String"),
            opt("certificate", "InputFile"),
            opt("ip_address", "String"),
            opt("max_connections", "Integer"),
            opt("allowed_updates", "Array of String"),
            opt("drop_pending_updates", "Boolean"),
            opt("secret_token", "String"),
        ],
    },
    Shape { name: "deleteWebhook", fields: &[opt("drop_pending_updates", "Boolean")] },
    Shape { name: "getWebhookInfo", fields: &[] },
    Shape {
        name: "sendMessage",
        fields: &[
            opt("business_connection_id", "String"),
            req("chat_id", "Integer | String"),
            opt("message_thread_id", "Integer"),
            opt("direct_messages_topic_id", "Integer"),
            opt("ephemeral_message_parameters", "EphemeralMessageParameters"),
            req("text", "String"),
            opt("parse_mode", "String"),
            opt("entities", "Array of MessageEntity"),
            opt("link_preview_options", "LinkPreviewOptions"),
            opt("disable_notification", "Boolean"),
            opt("protect_content", "Boolean"),
            opt("allow_paid_broadcast", "Boolean"),
            opt("message_effect_id", "String"),
            opt("suggested_post_parameters", "SuggestedPostParameters"),
            opt("reply_parameters", "ReplyParameters"),
            opt("reply_markup", "InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply"),
        ],
    },
    Shape {
        name: "sendDocument",
        fields: &[
            opt("business_connection_id", "String"),
            req("chat_id", "Integer | String"),
            opt("message_thread_id", "Integer"),
            opt("direct_messages_topic_id", "Integer"),
            opt("ephemeral_message_parameters", "EphemeralMessageParameters"),
            req("document", "InputFile | String"),
            opt("thumbnail", "InputFile | String"),
            opt("caption", "String"),
            opt("parse_mode", "String"),
            opt("caption_entities", "Array of MessageEntity"),
            opt("disable_content_type_detection", "Boolean"),
            opt("disable_notification", "Boolean"),
            opt("protect_content", "Boolean"),
            opt("allow_paid_broadcast", "Boolean"),
            opt("message_effect_id", "String"),
            opt("suggested_post_parameters", "SuggestedPostParameters"),
            opt("reply_parameters", "ReplyParameters"),
            opt("reply_markup", "InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply"),
        ],
    },
    Shape {
        name: "sendInvoice",
        fields: &[
            req("chat_id", "Integer | String"),
            opt("message_thread_id", "Integer"),
            opt("direct_messages_topic_id", "Integer"),
            req("title", "String"),
            req("description", "String"),
            req("payload", "String"),
            opt("provider_token", "String"),
            req("currency", "String"),
            req("prices", "Array of LabeledPrice"),
            opt("max_tip_amount", "Integer"),
            opt("suggested_tip_amounts", "Array of Integer"),
            opt("start_parameter", "String"),
            opt("provider_data", "String"),
            opt("photo_url", "String"),
            opt("photo_size", "Integer"),
            opt("photo_width", "Integer"),
            opt("photo_height", "Integer"),
            opt("need_name", "Boolean"),
            opt("need_phone_number", "Boolean"),
            opt("need_email", "Boolean"),
            opt("need_shipping_address", "Boolean"),
            opt("send_phone_number_to_provider", "Boolean"),
            opt("send_email_to_provider", "Boolean"),
            opt("is_flexible", "Boolean"),
            opt("disable_notification", "Boolean"),
            opt("protect_content", "Boolean"),
            opt("allow_paid_broadcast", "Boolean"),
            opt("message_effect_id", "String"),
            opt("suggested_post_parameters", "SuggestedPostParameters"),
            opt("reply_parameters", "ReplyParameters"),
            opt("reply_markup", "InlineKeyboardMarkup"),
        ],
    },
    Shape {
        name: "answerPreCheckoutQuery",
        fields: &[req("pre_checkout_query_id", "String"), req("ok", "Boolean"), opt("error_message", "String")],
    },
    Shape { name: "refundStarPayment", fields: &[req("user_id", "Integer"), req("telegram_payment_charge_id", "String")] },
    Shape { name: "getStarTransactions", fields: &[opt("offset", "Integer"), opt("limit", "Integer")] },
    Shape { name: "getMyStarBalance", fields: &[] },
    Shape {
        name: "sendPhoto",
        fields: &[
            opt("business_connection_id", "String"),
            req("chat_id", "Integer | String"),
            opt("message_thread_id", "Integer"),
            opt("direct_messages_topic_id", "Integer"),
            opt("ephemeral_message_parameters", "EphemeralMessageParameters"),
            req("photo", "InputFile | String"),
            opt("caption", "String"),
            opt("parse_mode", "String"),
            opt("caption_entities", "Array of MessageEntity"),
            opt("show_caption_above_media", "Boolean"),
            opt("has_spoiler", "Boolean"),
            opt("disable_notification", "Boolean"),
            opt("protect_content", "Boolean"),
            opt("allow_paid_broadcast", "Boolean"),
            opt("message_effect_id", "String"),
            opt("suggested_post_parameters", "SuggestedPostParameters"),
            opt("reply_parameters", "ReplyParameters"),
            opt("reply_markup", "InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply"),
        ],
    },
    Shape {
        name: "editMessageCaption",
        fields: &[
            opt("business_connection_id", "String"),
            opt("chat_id", "Integer | String"),
            opt("message_id", "Integer"),
            opt("inline_message_id", "String"),
            opt("caption", "String"),
            opt("parse_mode", "String"),
            opt("caption_entities", "Array of MessageEntity"),
            opt("show_caption_above_media", "Boolean"),
            opt("reply_markup", "InlineKeyboardMarkup"),
        ],
    },
    Shape {
        name: "editMessageText",
        fields: &[
            opt("business_connection_id", "String"),
            opt("chat_id", "Integer | String"),
            opt("message_id", "Integer"),
            opt("inline_message_id", "String"),
            opt("text", "String"),
            opt("parse_mode", "String"),
            opt("entities", "Array of MessageEntity"),
            opt("link_preview_options", "LinkPreviewOptions"),
            opt("rich_message", "InputRichMessage"),
            opt("reply_markup", "InlineKeyboardMarkup"),
        ],
    },
    Shape {
        name: "editMessageReplyMarkup",
        fields: &[
            opt("business_connection_id", "String"),
            opt("chat_id", "Integer | String"),
            opt("message_id", "Integer"),
            opt("inline_message_id", "String"),
            opt("reply_markup", "InlineKeyboardMarkup"),
        ],
    },
    Shape { name: "deleteMessage", fields: &[req("chat_id", "Integer | String"), req("message_id", "Integer")] },
    Shape {
        name: "answerCallbackQuery",
        fields: &[
            req("callback_query_id", "String"),
            opt("text", "String"),
            opt("show_alert", "Boolean"),
            opt("url", "String"),
            opt("cache_time", "Integer"),
        ],
    },
    Shape {
        name: "sendChatAction",
        fields: &[
            opt("business_connection_id", "String"),
            req("chat_id", "Integer | String"),
            opt("message_thread_id", "Integer"),
            req("action", "String"),
        ],
    },
    Shape {
        name: "createForumTopic",
        fields: &[
            req("chat_id", "Integer | String"),
            req("name", "String"),
            opt("icon_color", "Integer"),
            opt("icon_custom_emoji_id", "String"),
        ],
    },
    Shape { name: "getChat", fields: &[req("chat_id", "Integer | String")] },
    Shape { name: "leaveChat", fields: &[req("chat_id", "Integer | String")] },
    Shape {
        name: "setMyCommands",
        fields: &[req("commands", "Array of BotCommand"), opt("scope", "BotCommandScope"), opt("language_code", "String")],
    },
    Shape { name: "deleteMyCommands", fields: &[opt("scope", "BotCommandScope"), opt("language_code", "String")] },
    Shape { name: "getMyCommands", fields: &[opt("scope", "BotCommandScope"), opt("language_code", "String")] },
];

/// The types inside their parameters.
pub const TYPES: &[Shape] = &[
    Shape {
        name: "InlineKeyboardMarkup",
        fields: &[req("inline_keyboard", "Array of Array of InlineKeyboardButton"), opt("force_reply", "Boolean")],
    },
    Shape {
        name: "InlineKeyboardButton",
        fields: &[
            req("text", "String"),
            opt("icon_custom_emoji_id", "String"),
            opt("style", "String"),
            opt("url", "String"),
            opt("callback_data", "String"),
            opt("web_app", "WebAppInfo"),
            opt("login_url", "LoginUrl"),
            opt("switch_inline_query", "String"),
            opt("switch_inline_query_current_chat", "String"),
            opt("switch_inline_query_chosen_chat", "SwitchInlineQueryChosenChat"),
            opt("copy_text", "CopyTextButton"),
            opt("callback_game", "CallbackGame"),
            opt("pay", "Boolean"),
            opt("disabled", "DisabledButton"),
        ],
    },
    Shape { name: "CopyTextButton", fields: &[req("text", "String")] },
    Shape { name: "WebAppInfo", fields: &[req("url", "String")] },
    Shape {
        name: "LoginUrl",
        fields: &[
            req("url", "String"),
            opt("forward_text", "String"),
            opt("bot_username", "String"),
            opt("request_write_access", "Boolean"),
        ],
    },
    Shape {
        name: "SwitchInlineQueryChosenChat",
        fields: &[
            opt("query", "String"),
            opt("allow_user_chats", "Boolean"),
            opt("allow_bot_chats", "Boolean"),
            opt("allow_group_chats", "Boolean"),
            opt("allow_channel_chats", "Boolean"),
        ],
    },
    Shape {
        name: "ReplyKeyboardMarkup",
        fields: &[
            req("keyboard", "Array of Array of KeyboardButton"),
            opt("is_persistent", "Boolean"),
            opt("resize_keyboard", "Boolean"),
            opt("one_time_keyboard", "Boolean"),
            opt("input_field_placeholder", "String"),
            opt("selective", "Boolean"),
            opt("force_reply", "Boolean"),
        ],
    },
    Shape {
        name: "KeyboardButton",
        fields: &[
            req("text", "String"),
            opt("icon_custom_emoji_id", "String"),
            opt("style", "String"),
            opt("request_users", "KeyboardButtonRequestUsers"),
            opt("request_chat", "KeyboardButtonRequestChat"),
            opt("request_managed_bot", "KeyboardButtonRequestManagedBot"),
            opt("request_contact", "Boolean"),
            opt("request_location", "Boolean"),
            opt("request_poll", "KeyboardButtonPollType"),
            opt("web_app", "WebAppInfo"),
        ],
    },
    Shape { name: "ReplyKeyboardRemove", fields: &[req("remove_keyboard", "True"), opt("selective", "Boolean")] },
    Shape {
        name: "ForceReply",
        fields: &[req("force_reply", "True"), opt("input_field_placeholder", "String"), opt("selective", "Boolean")],
    },
    Shape {
        name: "LinkPreviewOptions",
        fields: &[
            opt("is_disabled", "Boolean"),
            opt("url", "String"),
            opt("prefer_small_media", "Boolean"),
            opt("prefer_large_media", "Boolean"),
            opt("show_above_text", "Boolean"),
        ],
    },
    Shape {
        name: "ReplyParameters",
        fields: &[
            opt("message_id", "Integer"),
            opt("chat_id", "Integer | String"),
            opt("ephemeral_message_id", "Integer"),
            opt("allow_sending_without_reply", "Boolean"),
            opt("quote", "String"),
            opt("quote_parse_mode", "String"),
            opt("quote_entities", "Array of MessageEntity"),
            opt("quote_position", "Integer"),
            opt("checklist_task_id", "Integer"),
            opt("poll_option_id", "String"),
        ],
    },
    Shape {
        name: "MessageEntity",
        fields: &[
            req("type", "String"),
            req("offset", "Integer"),
            req("length", "Integer"),
            opt("url", "String"),
            opt("user", "User"),
            opt("language", "String"),
            opt("custom_emoji_id", "String"),
            opt("unix_time", "Integer"),
            opt("date_time_format", "String"),
        ],
    },
    Shape { name: "LabeledPrice", fields: &[req("label", "String"), req("amount", "Integer")] },
    Shape { name: "BotCommand", fields: &[req("command", "String"), req("description", "String"), opt("is_ephemeral", "Boolean")] },
    Shape { name: "BotCommandScopeDefault", fields: &[req("type", "String")] },
    Shape { name: "BotCommandScopeAllPrivateChats", fields: &[req("type", "String")] },
    Shape { name: "BotCommandScopeAllGroupChats", fields: &[req("type", "String")] },
    Shape { name: "BotCommandScopeAllChatAdministrators", fields: &[req("type", "String")] },
    Shape { name: "BotCommandScopeChat", fields: &[req("type", "String"), req("chat_id", "Integer | String")] },
    Shape { name: "BotCommandScopeChatAdministrators", fields: &[req("type", "String"), req("chat_id", "Integer | String")] },
    Shape {
        name: "BotCommandScopeChatMember",
        fields: &[req("type", "String"), req("chat_id", "Integer | String"), req("user_id", "Integer")],
    },
];
